package sleeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the commands say before anything is built or asked for. */
class DeployCommandIT {
    private static final String INSTANCE = ".sleeper/instance.properties";

    @TempDir
    private Path folder;

    private Cli cli;

    @BeforeEach
    void openHome() {
        cli = new Cli(folder).with("PATH", folder.resolve("bin").toString());
    }

    private void program(String name) throws IOException {
        program(name, "v20.1.0");
    }

    private void program(String name, String version) throws IOException {
        Path file = folder.resolve(cli.file("bin/" + name, "#!/bin/sh\necho " + version + "\n"));
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    @Test
    void shouldTellAllFaultsOfAllFiles() {
        // Given
        cli.file(INSTANCE, "sleeper.id=prod\nsleeper.optional.stacks=IngestStack,NoStack\n");
        cli.file(".sleeper/tables/events.properties", "sleeper.table.no.such.property=1\n");
        // When
        Cli.Result result = cli.run("deploy", "--json");
        // Then
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.json().at("/error/faults").findValuesAsText("where"))
                .anySatisfy(where -> assertThat(where).contains("sleeper.optional.stacks"))
                .anySatisfy(where -> assertThat(where).contains("sleeper.table.no.such.property"));
    }

    @Test
    void shouldSayWhereTheFileIsLookedFor() {
        Cli.Result result = cli.run("deploy");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err())
                .contains("FILE_NOT_FOUND at " + folder.resolve(INSTANCE))
                .contains("name the folder that it is in by SLEEPER_HOME");
    }

    @ParameterizedTest
    @CsvSource({"node, Node", "npm, npm"})
    void shouldSayWhichProgramIsMissing(String missing, String name) throws IOException {
        // Given
        cli.file(INSTANCE, "sleeper.id=prod\n");
        program("node");
        program("npm");
        Files.delete(folder.resolve("bin").resolve(missing));
        // When
        Cli.Result result = cli.run("deploy", "--dry-run");
        // Then
        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.err()).contains("UNAVAILABLE at " + name + ": found no program '" + missing + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"v18.20.2", "20", "none"})
    void shouldSayThatNodeIsTooOldOrOfAnUnknownVersion(String version) throws IOException {
        // Given
        cli.file(INSTANCE, "sleeper.id=prod\n");
        program("node", version);
        program("npm");
        // When
        Cli.Result result = cli.run("deploy");
        // Then
        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.err())
                .contains("UNAVAILABLE at Node: found version " + version + ". Install Node 20 or later");
    }

    @Test
    void shouldSayThatTheProjectIsNotKnown() throws IOException {
        // Given
        cli.file(INSTANCE, "sleeper.id=prod\n");
        program("node");
        program("npm");
        // When
        Cli.Result result = cli.run("deploy");
        // Then
        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.err()).contains("A deployment cannot be made ready: it is not known where the project lies.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "deploy --instance prod | takes the id from sleeper.id in instance.properties",
                "deploy --region nowhere | --region is 'nowhere'; allowed: a region such as eu-west-2.",
                "destroy | 'destroy' removes a deployed instance: name it by --instance ID.",
                "destroy --instance A_b | --instance is 'A_b'; allowed:",
                "destroy --instance prod --drain --abort | mutually exclusive",
                "destroy --instance prod --drain --time 0 | --time is 0; allowed: 1 to 10080 minutes.",
            })
    void shouldRefuseACommandLineThatMakesNoSense(String line, String words) {
        cli.file(INSTANCE, "sleeper.id=prod\n");
        Cli.Result result = cli.run(line.split(" "));
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains(words);
    }

    @Test
    void shouldNotTakeTheInstanceToDestroyFromTheEnvironment() {
        assertThat(cli.with("SLEEPER_INSTANCE_ID", "prod")
                        .run("destroy", "--yes")
                        .exitCode())
                .isEqualTo(2);
    }
}
