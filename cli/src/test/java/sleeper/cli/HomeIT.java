package sleeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands on a home that is not there, or is none. */
class HomeIT {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "demo --rows 10",
                "local",
                "submit job.json",
                "submit job.json --wait",
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
    @ValueSource(strings = {"table list", "jobs", "scan t", "verify t", "gc t", "jobs j", "watch no=job", "retry j"})
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
