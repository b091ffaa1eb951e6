package sleeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.local.parts.MadeParts;

class DoctorCommandIT {
    @TempDir
    Path folder;

    @Test
    void shouldNameWhatCredentialsComeFromAndNeverTheirValues() {
        // Given
        Cli cli = new Cli(folder).with("AWS_ACCESS_KEY_ID", "not-to-be-shown");
        // When
        Cli.Result looked = cli.run("doctor", "--json").done();
        // Then
        JsonNode json = looked.json();
        assertThat(json.get("ok").booleanValue()).isTrue();
        assertThat(json.at("/checks").findValuesAsText("name"))
                .contains(
                        "Java",
                        "Maven",
                        "Node",
                        "home",
                        "Spark 3.5.6",
                        "Spark 4.0.2",
                        "S3 server",
                        "credentials",
                        "platforms",
                        "quotas");
        assertThat(looked.out()).contains("AWS_ACCESS_KEY_ID").doesNotContain("not-to-be-shown");
        assertThat(cli.home()).doesNotExist();
    }

    @Test
    void shouldFailWhereAPropertyIsUnknown() {
        // Given
        Cli cli = new Cli(folder);
        cli.file(".sleeper/instance.properties", "sleeper.nonsense=1\n");
        // When
        Cli.Result looked = cli.run("doctor", "--json");
        // Then
        assertThat(looked.exitCode()).isEqualTo(1);
        assertThat(looked.out()).contains("sleeper.nonsense");
    }

    @Test
    void shouldSayWhetherViewsArePublishedByThemselves() {
        Cli cli = new Cli(folder);
        assertThat(checkOf("views", cli.run("doctor", "--json").done())
                        .path("found")
                        .asText())
                .isEqualTo("published after each commit");

        cli.file(".sleeper/instance.properties", "sleeper.optional.stacks=IngestStack\n");

        assertThat(checkOf("views", cli.run("doctor", "--json").done())
                        .path("found")
                        .asText())
                .isEqualTo("published by 'sleeper iceberg TABLE' alone: IcebergStack is not deployed");
    }

    @Test
    void shouldSayWhetherSparkIsThereAndMakeNothingUnasked() {
        // Given a project in which nothing was made
        Cli cli = new Cli(folder);
        Path project = folder.resolve("project");
        // When
        Cli.Result looked = ofProject(project, () -> cli.run("doctor", "--json"));
        // Then
        assertThat(checkOf("Spark 3.5.6", looked.done()).path("found").asText())
                .isEqualTo("not made yet; the first job that needs it makes it, or 'sleeper doctor --prepare'");
        assertThat(checkOf("S3 server", looked).path("found").asText())
                .isEqualTo(
                        "not made yet; the first client of 'sleeper local' has it made, or 'sleeper doctor --prepare'");
        assertThat(project).doesNotExist();
    }

    @Test
    void shouldMakeSparkReadyBeforehandAndSayWhyItCannot() {
        // Given a project that Maven cannot read
        Cli cli = new Cli(folder);
        Path project = folder.resolve("project");
        cli.file("project/pom.xml", "<project/>");
        // When
        Cli.Result looked = ofProject(project, () -> cli.run("doctor", "--prepare", "--json"));
        // Then
        JsonNode check = checkOf("Spark 3.5.6", looked);
        assertThat(check.path("state").asText()).isEqualTo("problem");
        assertThat(check.path("found").asText())
                .startsWith("The jar for Spark 3.5.6 was not built: Maven ended with 1.");
        assertThat(looked.err()).contains("Building the Spark job's jar for Spark 3.5.6");
        assertThat(checkOf("S3 server", looked).path("state").asText()).isEqualTo("problem");
        assertThat(checkOf("S3 server", looked).path("found").asText())
                .startsWith("The S3 server was not built: Maven ended with 1.");
        assertThat(looked.exitCode()).isEqualTo(1);
    }

    @Test
    void shouldSayThatItDoesNotKnowWhereTheProjectLies() {
        Cli.Result looked = new Cli(folder).run("doctor", "--json").done();
        assertThat(checkOf("Spark 3.5.6", looked).path("found").asText())
                .startsWith("Spark cannot be made ready: it is not known where the project lies.");
    }

    @Test
    void shouldMakeNothingInAFolderThatIsNoProject() {
        Path project = folder.resolve("project");
        Cli.Result looked = ofProject(project, () -> new Cli(folder).run("doctor", "--prepare", "--json"));
        assertThat(checkOf("Spark 4.0.2", looked).path("found").asText())
                .isEqualTo(
                        "Spark 4.0.2 cannot be made ready: " + project
                                + " is not the project, since it has no pom.xml. Start the command with the project's own ./sleeper.");
        assertThat(project).doesNotExist();
    }

    private static JsonNode checkOf(String name, Cli.Result looked) {
        for (JsonNode check : looked.json().path("checks")) {
            if (check.path("name").asText().equals(name)) {
                return check;
            }
        }
        throw new AssertionError(looked.out());
    }

    private static Cli.Result ofProject(Path project, Supplier<Cli.Result> run) {
        System.setProperty(MadeParts.PROJECT, project.toString());
        try {
            return run.get();
        } finally {
            System.clearProperty(MadeParts.PROJECT);
        }
    }
}
