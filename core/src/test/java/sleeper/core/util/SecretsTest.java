package sleeper.core.util;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "s3://key:secret@b1/f                       | s3://***@b1/f",
                "found 's3://key:se/cr+et@b1/f'; allowed: x | found 's3://***@b1/f'; allowed: x",
                "s3a://AKIA:1234/5678@b1/f                  | s3a://***@b1/f",
                "s3://key:a@b@b1/f                          | s3://***@b1/f",
                "s3:///key:secret@b1/f                      | s3:///***@b1/f",
                "s3:/key:secret@b1/f                        | s3:/***@b1/f",
                "hdfs://name@host/key                       | hdfs://***@host/key",
                "abfss://c:secret@account.net/key           | abfss://***@account.net/key",
                "abfss://c@name:secret@account.net/key      | abfss://***@account.net/key",
                "https://token@host/x and http://u:p@h:80/y | https://***@host/x and http://***@h:80/y",
                "(smtp://user:pw@mail.example.org)          | (smtp://***@mail.example.org)",
                "key:secret@b1/f                            | ***@b1/f",
                "the field 'key:se/cret@b1/f' again         | the field '***@b1/f' again",
                "https://b.s3.amazonaws.com/k?X-Amz-Credential=AKIA%2F20&X-Amz-Signature=ab12&x=1"
                        + "| https://b.s3.amazonaws.com/k?X-Amz-Credential=***&X-Amz-Signature=***&x=1",
                "https://a.net/c?sv=1&sig=a%2Fb%3D&se=2     | https://a.net/c?sv=1&sig=***&se=2",
                "fs.s3a.secret.key=abc/def, x=1             | fs.s3a.secret.key=***, x=1",
                "fs.azure.account.key.a.net = abc==         | fs.azure.account.key.a.net = ***",
                "`{\"secretAccessKey\":\"abc\",\"a\":1}`    | `{\"secretAccessKey\":\"***\",\"a\":1}`",
                "`{\\\"sessionToken\\\": \\\"abc\\\"}`      | `{\\\"sessionToken\\\": \\\"***\\\"}`",
                "aws_secret_access_key='abc'                | aws_secret_access_key='***'",
                "smtp.password=hunter2                      | smtp.password=***",
                "Authorization: Bearer abc.def              | Authorization: Bearer ***",
                "Signature=ab12 of Credential=AKIA/20/s3    | Signature=*** of Credential=***"
            })
    void shouldMaskWhatMayBeASecretOnceAndForAll(String text, String masked) {
        assertThat(Secrets.masked(text)).isEqualTo(masked);
        assertThat(Secrets.masked(masked)).isEqualTo(masked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "b1/in/a@b.parquet",
                "s3://b1/in/a@b.parquet",
                "s3://b1/in/a:b@c.parquet",
                "abfs://container@account.net/key",
                "http://127.0.0.1:8080/a@b",
                "hdfs://host:9000/a@b",
                "ops@example.org",
                "line 1, column 7 (a): found 'x'; allowed: y",
                "arn:aws:states:us-east-1:000000000000:execution:ingest-job:a-1",
                "2026-11-21T09:15:00.5Z by message m@n",
                "column 'token': found null",
                "no token, no password: give one",
                "java.lang.Object@1a2b3c"
            })
    void shouldLeaveAloneWhatIsNone(String text) {
        assertThat(Secrets.masked(text)).isEqualTo(text);
    }

    /** Seconds for each, and hours for a longer one, if a character is looked at again from each place before it. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {"a://", "x@b a://", "secret", "a:", "`,a:`", "`,a:b/@`", "secret=", "authorization:"})
    void shouldLookAtALongTextOnce(String part) {
        String text = part.repeat(200_000 / part.length());
        for (String around : List.of("%s", "x@y%s", "%s@", "%s/@b", "%s b@c")) {
            assertThat(Secrets.masked(around.formatted(text))).isNotEmpty();
        }
    }

    @Test
    void shouldMaskASecretOfAnyLength() {
        String secret = "b".repeat(100_000);
        assertThat(Secrets.masked("s3://key:" + secret + "@b1/f")).isEqualTo("s3://***@b1/f");
        assertThat(Secrets.masked("key:" + secret + "@b1/f")).isEqualTo("***@b1/f");
        assertThat(Secrets.masked("a".repeat(100_000) + ":/" + secret)).hasSize(200_002);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sleeper.notify.smtp.password",
                "instance.properties (sleeper.notify.smtp.password)",
                "sparkConf (spark.hadoop.fs.s3a.secret.key)",
                "platformSpec (sleeper.x.token)"
            })
    void shouldKnowAPropertyWhoseValueIsASecret(String where) {
        assertThat(Secrets.isSecretProperty(where)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"in/a.parquet, column 'token'", "sleeper.ingest.threads", "spark.password/x.parquet"})
    void shouldTakeNothingElseForOne(String where) {
        assertThat(Secrets.isSecretProperty(where)).isFalse();
    }
}
