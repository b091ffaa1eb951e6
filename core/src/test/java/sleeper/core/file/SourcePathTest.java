package sleeper.core.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;

class SourcePathTest {
    @ParameterizedTest
    @CsvSource({
        "databucket/file1.parquet,         s3,  databucket, file1.parquet, false",
        "my-bucket/my-files/,              s3,  my-bucket,  my-files,      true",
        "s3://b/d/e/f.parquet,             s3,  b,          d/e/f.parquet, false",
        "S3A://b/f.parquet,                s3a, b,          f.parquet,     false",
        "hdfs://node/f.parquet,            hdfs, node,      f.parquet,     false",
        "b/dt=2026-01-01 00%3A00/ü@x.parquet, s3, b,        dt=2026-01-01 00%3A00/ü@x.parquet, false",
        "b/a#b,                            s3,  b,          a#b,           false",
        "s3a://b/a\\b/,                    s3a, b,          a\\b,          true",
        "hdfs://host:9000/x/y,             hdfs, host:9000, x/y,           false",
        "hdfs://host.example.com:8020/x,   hdfs, host.example.com, x,      false",
        "hdfs:///x/,                       hdfs, '',        x,             true",
        "abfss://c@account.dfs.core.windows.net/x, abfss, c@account.dfs.core.windows.net, x, false",
        "ABFS://my-container@account.dfs.core.windows.net/in/, abfs, my-container@account.dfs.core.windows.net, in, true",
        "gs://b/f.parquet,                 gs,  b,          f.parquet,     false",
        "b1,                               s3,  b1,         '',            false",
        "b1/,                              s3,  b1,         '',            true",
        "s3a://b1,                         s3a, b1,         '',            false",
        "s3://b1/,                         s3,  b1,         '',            true",
        "b/{a}#b,                          s3,  b,          {a}#b,         false",
        "b/a%2Fb%2e%2e%00,                 s3,  b,          a%2Fb%2e%2e%00, false",
        "b/a]b,                            s3,  b,          a]b,           false",
        "b/a[[]1]/x[*].[?],                s3,  b,          a[1]/x*.?,     false",
        "b/[[][[][*][*]/,                  s3,  b,          [[**,          true"
    })
    void shouldReadAuthorityAndKey(String text, String scheme, String authority, String key, boolean directory) {
        List<Fault> faults = new ArrayList<>();

        Optional<SourcePath> source = SourcePath.parse(text, "files[0]", faults);

        assertThat(source).contains(new SourcePath(scheme, authority, key, directory));
        assertThat(faults).isEmpty();
        assertThat(SourcePath.parse(source.orElseThrow().uri(), "again", faults))
                .isEqualTo(source);
    }

    @ParameterizedTest
    @CsvSource({
        "b1/2026-11-*/,           '',   2026-11-*,           true",
        "b1/*,                    '',   *,                   false",
        "s3a://b1/a/b*/c/?,       a,    b*/c/?,              false",
        "b1/a[*]/x[?]*/d[[]1]/,   a*,   x[?]*/d[[]1],        true",
        "b1/a/{b}?/c%2Fd#e,       a,    {b}?/c%2Fd#e,        false"
    })
    void shouldPartAPatternFromTheFolderThatHoldsWhatItNames(
            String text, String key, String pattern, boolean directory) {
        SourcePath source = parse(text);

        assertThat(source.folder()).isEqualTo(new FileFolder("b1", key));
        assertThat(source.pattern()).extracting(NamePattern::text).containsExactly(pattern.split("/", -1));
        assertThat(source.directory()).isEqualTo(directory);
        assertThat(source.mayBeFile()).isFalse();
        assertThat(parse(source.uri())).isEqualTo(source);
        assertThat(parse(source.toString()).folder()).isEqualTo(source.folder());
        assertThatThrownBy(source::path)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(source + " is not the path of one file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a*b", "[", "]", "[[]", "a?[*]", "x/y[1]/z", "{#%2F}", "\uD83D\uDE00*"})
    void shouldNameEveryFileByTheTextForIt(String key) {
        FilePath path = new FilePath("b", key);

        SourcePath named = parse(SourcePath.escape(path.toString()));

        assertThat(named).isEqualTo(new SourcePath("s3", "b", key, false));
        assertThat(named.path()).isEqualTo(path);
        assertThat(named).hasToString(SourcePath.escape(path.toString()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "b/a[1].parquet | b/a[[]1].parquet",
                "b/[[]1]/a[1]   | b/[[]1]/a[[]1]",
                "b/[a-z]*       | b/[[]a-z]*",
                "s3://b/[       | s3://b/[[]"
            })
    void shouldSayHowABracketIsWritten(String text, String written) {
        List<Fault> faults = new ArrayList<>();

        assertThat(SourcePath.parse(text, "files[0]", faults)).isEmpty();
        assertThat(faults)
                .containsExactly(new Fault(
                        ErrorCode.BAD_FILE_PATH,
                        "files[0]",
                        "'" + text + "'",
                        "brackets as [*], [?] or [[] alone, each of which stands for the character in it",
                        "Write it as " + written + "."));
    }

    @Test
    void shouldSayThatADirectoryNeedsNoTwoStars() {
        List<Fault> faults = new ArrayList<>();

        assertThat(SourcePath.parse("b/in/**/*.parquet", "files[0]", faults)).isEmpty();
        assertThat(faults)
                .containsExactly(new Fault(
                        ErrorCode.BAD_FILE_PATH,
                        "files[0]",
                        "'b/in/**/*.parquet'",
                        "'*' for characters of one name",
                        "Name the directory itself, which is read with all directories below it, or write one '*'."));
    }

    @Test
    void shouldGiveOneValueForOneFile() {
        assertThat(parse("hdfs://host:8020/x")).isEqualTo(parse("HDFS://host/x"));
        assertThat(parse("hdfs://host:8020/x")).hasToString("hdfs://host/x");
        assertThat(parse("s3a://b/k/").path()).isEqualTo(parse("b/k").path());
        assertThat(parse("s3a://b/k/")).hasToString("b/k/");
    }

    @ParameterizedTest
    @CsvSource({
        "s3://name:secret@bucket/key,            s3://***@bucket/key",
        "s3a://name:se/cr/et@bucket/key,         s3a://***@bucket/key",
        "name:secret@bucket/key,                 ***@bucket/key",
        "s3:/name:secret@bucket/key,             s3:/***@bucket/key",
        "s3:///name:secret@bucket/key,           s3:///***@bucket/key",
        "hdfs:////name:secret@host/key,          hdfs:////***@host/key",
        "//name:secret@bucket/key,               //***@bucket/key",
        "hdfs://name@host/key,                   hdfs://***@host/key",
        "abfss://c:secret@account.net/key,       abfss://***@account.net/key",
        "abfss://c@name:secret@account.net/key,  abfss://***@account.net/key",
        "https://name:secret@host,               https://***@host",
        "bucket//*@b,                            bucket//*@b"
    })
    void shouldRepeatNoSecretOfWhatItRefuses(String text, String shown) {
        List<Fault> faults = new ArrayList<>();

        assertThat(SourcePath.parse(text, "files[0]", faults)).isEmpty();
        assertThat(faults).extracting(Fault::found).containsExactly("'" + shown + "'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/bucket/key",
                "//bucket/key",
                "bucket//key",
                "bucket/a//b",
                "bucket/./key",
                "bucket/../key",
                "bucket/a/..",
                "bucket/.",
                "hdfs://host/a%2Fb",
                "hdfs://host/%2e%2e/b",
                "hdfs://host/a%5Cb",
                "hdfs://host/a%00",
                "hdfs://host/a%252Fb",
                "hdfs://host/*.parquet",
                "hdfs://host/a?b",
                "hdfs://host/{a,b}",
                "hdfs://host/a[*]b",
                "bucket/[ab]",
                "bucket/[",
                "bucket/a[]b",
                "bucket/a[*",
                "bucket/a[**]",
                "bucket/[!a]",
                "bucket/[[]]/[/a",
                "bucket/**/f.parquet",
                "bucket/a**",
                "bucket/*/../f",
                "b*/f.parquet",
                "b?/",
                "b*",
                "s3://",
                "gs://b/",
                "hdfs://host/a#b",
                "hdfs://host/a\\b",
                "hdfs://HOST/a",
                "hdfs://host./a",
                "hdfs://host..x/a",
                "hdfs://host:/a",
                "hdfs://host:0/a",
                "hdfs://host:08020/a",
                "hdfs://host:65536/a",
                "hdfs://user@host/a",
                "hdfs://a,b/x",
                "hdfs://[::1]/x",
                "hdfs:////x",
                "hdfs:///",
                "hdfs:///x/../y",
                "abfss://account.dfs.core.windows.net/x",
                "abfss://c@Account.dfs.core.windows.net/x",
                "abfss://C@account.dfs.core.windows.net/x",
                "abfss://c--d@account.dfs.core.windows.net/x",
                "abfss://@account.dfs.core.windows.net/x",
                "abfss://c@account.dfs.core.windows.net:443/x",
                "abfss://c@/x",
                "abfss://c@host/a\\b",
                "s3a:///key",
                "s3://key:secret@bucket/key",
                "s3://bucket:80/key",
                "s3:/bucket/key",
                "s3:///key",
                "file://host/etc/passwd",
                "file:/etc/passwd",
                "jar:file:/a!/b",
                "arn:aws:s3:::bucket/key",
                "bucket/a\nb",
                "bucket/a\u0000",
                " bucket/key",
                "bucket/key ",
                ".bucket/key",
                "..//key",
                "~/key",
                "bucket/ /key",
                "http://h/a?b=c"
            })
    void shouldRefuseWhateverMightBeAnotherSpelling(String text) {
        List<Fault> faults = new ArrayList<>();

        assertThat(SourcePath.parse(text, "files[0]", faults)).isEmpty();
        assertThat(faults).extracting(Fault::code).containsExactly(ErrorCode.BAD_FILE_PATH);
        assertThat(faults.get(0).where()).isEqualTo("files[0]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hdfs://HOST/a | hdfs:///key, or hdfs://host/key or hdfs://host:port/key with the host in lower case",
                "abfss://account/a | abfss://container@host/key, container and host in lower case, no port",
                "S3://bucket/../a | bucket/key or s3://bucket/key",
                "/key | bucket/key or s3://bucket/key"
            })
    void shouldSayHowASourceOfItsSchemeIsWritten(String text, String form) {
        List<Fault> faults = new ArrayList<>();

        assertThat(SourcePath.parse(text, "files[0]", faults)).isEmpty();
        assertThat(faults)
                .containsExactly(new Fault(
                        ErrorCode.BAD_FILE_PATH,
                        "files[0]",
                        "'" + text + "'",
                        form
                                + (form.startsWith("bucket")
                                        ? ", without user names, "
                                        : ", without wildcards, escapes or user names, ")
                                + "and without empty, '.' or '..' components",
                        "Write it as " + form + ", in full."));
    }

    @Test
    void shouldRefuseATextLongerThanAnyKey() {
        assertThat(SourcePath.parse("b/" + "k".repeat(SourcePath.MAX_LENGTH), "files[0]", new ArrayList<>()))
                .isEmpty();
    }

    @Test
    void shouldSayWhichSourcesLieInBuckets() {
        assertThat(parse("b/k").isInBucket()).isTrue();
        assertThat(parse("s3a://b/k").path()).isEqualTo(new FilePath("b", "k"));
        assertThat(parse("hdfs://b/k").isInBucket()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"hdfs://node:9000/in/f", "hdfs:///in/f", "file:///in/f", "abfss://c@host/in/f"})
    void shouldGiveThePathOfWhatLiesOutsideBucketsAsItsUri(String uri) {
        SourcePath source = parse(uri);

        assertThat(source.path()).hasToString(uri);
        assertThat(FilePath.isOutsideBuckets(source.path().bucket())).isTrue();
        assertThat(source.folder()).hasToString(uri + "/");
    }

    private static SourcePath parse(String text) {
        return SourcePath.parse(text, "files[0]", new ArrayList<>()).orElseThrow();
    }
}
