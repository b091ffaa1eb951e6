package sleeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The option that names a deployed instance, where nobody is asked. */
class InstanceOptionIT {
    @TempDir
    Path folder;

    private Cli cli;

    @BeforeEach
    void openCli() {
        // Whoever is asked all the same does not answer.
        cli = new Cli(folder).with("AWS_ENDPOINT_URL", "http://127.0.0.1:1");
    }

    @ParameterizedTest
    @CsvSource({
        "local, sleeper doctor --instance prod",
        "demo, sleeper submit",
        "clusters, sleeper jobs JOB --instance prod"
    })
    void shouldRefuseItToCommandsAboutThisMachineAndSayWhatToDo(String command, String advice) {
        Cli.Result refused = cli.run(command, "--instance", "prod");

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err())
                .contains("'" + command + "' is about this machine, and takes no --instance and no --region.", advice);
        assertThat(cli.run("--region", "eu-west-2", command).exitCode()).isEqualTo(2);
        assertThat(cli.home()).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "clusters"})
    void shouldRefuseAnInstanceOfTheEnvironmentToThemWhereNoHomeIsNamed(String command) {
        Cli.Result refused = cli.with("SLEEPER_INSTANCE_ID", "prod").run(command);

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err())
                .contains(
                        "'" + command
                                + "' is about this machine, and SLEEPER_INSTANCE_ID names the deployed instance prod.",
                        "Or set SLEEPER_HOME to a folder of this machine.");
    }

    @ParameterizedTest
    @CsvSource({
        "jobs --instance Prod!, --instance is 'Prod!'; allowed: 1 to 20 characters of a-z 0-9 -",
        "jobs --instance prod --region London, --region is 'London'; allowed: a region such as eu-west-2.",
        "jobs --region eu-west-2, --region says where a deployed instance lies: name it by --instance",
        "doctor --prepare --instance prod, --prepare makes Spark and the S3 server ready on this machine"
    })
    void shouldRefuseWhatMakesNoSense(String line, String words) {
        Cli.Result refused = cli.run(line.split(" "));

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).contains(words);
        assertThat(cli.home()).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jobs",
                "jobs j",
                "watch j",
                "retry j",
                "abort j",
                "commit j",
                "console --no-browser",
                "dead-letters",
                "dead-letters show m",
                "dead-letters redrive",
                "dead-letters delete m",
                "submit job.json",
                "submit job.json --wait",
                "plan job.json",
                "prepare job.json",
                "query t --key a",
                "scan t",
                "verify t",
                "gc t",
                "check a/b --table t",
                "table create t --schema schema.json",
                "table list",
                "table describe t",
                "table drop t"
            })
    void shouldSayThatNobodyAnswers(String line) {
        // Given
        cli.file("job.json", "{\"tableName\":\"t\",\"files\":[\"a/b\"]}");
        cli.file("schema.json", Cli.SCHEMA);
        // When
        Cli.Result refused = cli.run((line + " --instance prod --region eu-west-2").split(" "));
        // Then
        assertThat(refused.exitCode()).as(refused.err()).isEqualTo(3);
        assertThat(refused.err())
                .startsWith("error: UNAVAILABLE")
                .contains("arn:aws:s3:::sleeper-prod-config/version")
                .doesNotContain("\tat ");
        assertThat(cli.home()).doesNotExist();
    }

    @Test
    void shouldSayInJsonThatNobodyAnswers() {
        Cli.Result refused = cli.run("--instance", "prod", "jobs", "--json");

        assertThat(refused.exitCode()).isEqualTo(3);
        assertThat(refused.faultCodes()).containsExactly("UNAVAILABLE");
    }

    @Test
    void shouldLookAtADeployedInstanceAndNotAtTheHome() {
        Cli.Result looked = cli.run("doctor", "--json", "--instance", "prod");

        assertThat(looked.exitCode()).isEqualTo(1);
        assertThat(looked.json().path("checks").findValuesAsText("name"))
                .contains("Java", "credentials", "region", "instance")
                .doesNotContain("home", "disk", "Spark 3.5.6", "queue auto");
        assertThat(cli.home()).doesNotExist();
    }

    @Test
    void shouldWorkOnTheHomeWhereBothAreNamed() {
        Cli.Result listed = cli.with("SLEEPER_INSTANCE_ID", "prod")
                .with("SLEEPER_HOME", folder.resolve("home").toString())
                .run("jobs");

        assertThat(listed.done().out())
                .contains("There is no job at " + folder.resolve("home").toString());
    }
}
