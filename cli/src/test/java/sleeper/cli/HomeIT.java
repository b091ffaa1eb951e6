package sleeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands on a home that is not there, or is none. */
class HomeIT {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "demo --rows 10",
                "jobs",
                "table list",
                "scan t",
                "watch j",
                "check f.parquet --table t",
                "local",
                "submit job.json",
                "submit job.json --wait",
                "prepare job.json",
                "commit j",
                "dead-letters",
                "dead-letters redrive",
                "table create t --schema schema.json"
            })
    void shouldTellThatTheHomeCannotBeMade(String line) {
        // Given
        Cli cli =
                new Cli(folder).with("SLEEPER_HOME", folder.resolve("file/home").toString());
        cli.file("file", "");
        cli.file("job.json", "{\"tableName\":\"t\",\"files\":[\"a/b\"]}");
        cli.file("schema.json", Cli.SCHEMA);
        // When
        Cli.Result refused = cli.run(line.split(" "));
        // Then
        assertThat(refused.exitCode()).isEqualTo(3);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err())
                .startsWith("error: UNAVAILABLE")
                .contains(folder.resolve("file/home").toString(), "Set SLEEPER_HOME")
                .doesNotContain("\tat ");
    }

    @ParameterizedTest
    @CsvSource({
        "file, 'found a file, not a folder'",
        "link, found a link to what is not there",
        "s3://bucket/home, 'found a URI, not a path'",
        "file:/home, 'found a URI, not a path'",
        "~/home, 'found a path that begins with ~, which no shell has replaced'"
    })
    void shouldSayWhyThereCanBeNoSuchHome(String home, String why) throws IOException {
        // Given
        Cli cli = new Cli(folder).with("SLEEPER_HOME", home);
        cli.file("file", "");
        Files.createSymbolicLink(folder.resolve("link"), folder.resolve("gone"));
        // When
        Cli.Result refused = cli.run("jobs");
        Cli.Result examined = cli.run("doctor", "--json");
        // Then
        assertThat(refused.exitCode()).isEqualTo(3);
        assertThat(refused.err())
                .startsWith("error: UNAVAILABLE")
                .contains(home + ": " + why + ". Set SLEEPER_HOME to a folder of this machine.");
        assertThat(examined.exitCode()).isEqualTo(1);
        assertThat(examined.json().get("checks"))
                .filteredOn(check -> check.get("state").textValue().equals("problem"))
                .singleElement()
                .satisfies(
                        check -> assertThat(check.get("found").textValue()).endsWith(home + ": " + why.substring(6)));
    }

    @Test
    void shouldRefuseANameThatIsTooLong() {
        // Given
        Cli cli = new Cli(folder).with("SLEEPER_HOME", "x".repeat(300));
        // When / Then
        assertThat(cli.run("table", "list").err())
                .contains("found no folder, and none can be made (File name too long)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "table list",
                "jobs",
                "scan t",
                "verify t",
                "gc t",
                "jobs j",
                "watch no=job",
                "retry j",
                "commit j"
            })
    void shouldMakeNoHomeToLookIntoIt(String line) {
        // Given
        Cli cli = new Cli(folder);
        // When
        int exitCode = cli.run(line.split(" ")).exitCode();
        // Then
        assertThat(exitCode).isLessThanOrEqualTo(1);
        assertThat(cli.home()).doesNotExist();
    }

    @Test
    void shouldTakeABlankHomeForNone() {
        // Given
        Cli cli = new Cli(folder).with("SLEEPER_HOME", "");
        // When
        cli.createTable("t");
        // Then
        assertThat(Files.exists(folder.resolve(".sleeper/buckets"))).isTrue();
        assertThat(Files.exists(folder.resolve("buckets"))).isFalse();
    }
}
