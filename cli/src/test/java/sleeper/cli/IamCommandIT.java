package sleeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IamCommandIT {
    @TempDir
    private Path folder;

    private Cli cli;

    @BeforeEach
    void openHome() {
        cli = new Cli(folder);
    }

    @Test
    void shouldPrintWhatTheRolesThatReadNeedOnABucketOfTheAccount() {
        // Given
        cli.file(".sleeper/instance.properties", "sleeper.id=prod\nsleeper.optional.stacks=IngestStack\n");
        // When
        JsonNode json = cli.run("iam", "--bucket", "lake", "--account", "123456789012", "--json")
                .done()
                .json();
        // Then
        assertThat(json.path("roles"))
                .extracting(JsonNode::asText)
                .containsExactly(
                        "arn:aws:iam::123456789012:role/sleeper-prod-validate-job",
                        "arn:aws:iam::123456789012:role/sleeper-prod-api",
                        "arn:aws:iam::123456789012:role/sleeper-prod-ingest-task");
        assertThat(json.path("policy").toString())
                .isEqualTo("{\"Version\":\"2012-10-17\",\"Statement\":["
                        + "{\"Sid\":\"ListSources\",\"Effect\":\"Allow\",\"Action\":\"s3:ListBucket\","
                        + "\"Resource\":\"arn:aws:s3:::lake\"},"
                        + "{\"Sid\":\"ReadSources\",\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\","
                        + "\"Resource\":\"arn:aws:s3:::lake/*\"}]}");
    }

    @Test
    void shouldNameTheRolesInThePolicyOfABucketOfAnotherAccount() {
        // Given
        cli.file(
                ".sleeper/instance.properties",
                "sleeper.id=prod\nsleeper.optional.stacks=EmrBulkImportStack,EksBulkImportStack\n");
        // When
        JsonNode json = cli.run("iam", "--bucket", "lake", "--partition", "aws-cn", "--json")
                .done()
                .json();
        // Then
        for (JsonNode statement : json.at("/bucketPolicy/Statement")) {
            assertThat(statement.at("/Principal/AWS"))
                    .extracting(JsonNode::asText)
                    .containsExactly(
                            "arn:aws-cn:iam::ACCOUNT_ID:role/sleeper-prod-validate-job",
                            "arn:aws-cn:iam::ACCOUNT_ID:role/sleeper-prod-api",
                            "arn:aws-cn:iam::ACCOUNT_ID:role/sleeper-prod-emr-nodes",
                            "arn:aws-cn:iam::ACCOUNT_ID:role/sleeper-prod-eks-spark");
        }
    }

    @Test
    void shouldSayInWordsWhatIsForWhom() {
        assertThat(cli.run("iam", "--bucket", "lake").done().out())
                .contains(
                        "These roles read what jobs name:",
                        "arn:aws:s3:::lake/*",
                        "If the bucket is in another account");
        assertThat(cli.home()).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({
        "--bucket, s3://lake, 'without s3:// and without a key'",
        "--bucket, lake/key, 'without s3:// and without a key'",
        "--bucket, Lake, the name of a bucket",
        "--account, 12345, twelve digits",
        "--partition, azure, 'aws, aws-cn or aws-us-gov'",
    })
    void shouldRefuseWhatIsNoName(String option, String value, String allowed) {
        Cli.Result refused = option.equals("--bucket")
                ? cli.run("iam", option, value)
                : cli.run("iam", "--bucket", "lake", option, value);
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).contains(option + " is '" + value + "'", allowed);
    }

    @Test
    void shouldRefuseABucketOfTheInstancesOwn() {
        Cli.Result refused = cli.run("iam", "--bucket", "sleeper-tables");
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).contains("no job may read from it");
    }
}
