package sleeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sleeper.local.run.EmbeddedRun;
import sleeper.local.run.LocalHome;

/** A home is its owner's alone: after a table, a committed job, a refused one with its mail, and a dead letter. */
@Timeout(120)
class OwnersHomeIT {
    @TempDir
    Path folder;

    private Cli cli;

    @BeforeEach
    void work() throws IOException {
        cli = new Cli(folder);
        LocalHome home = new LocalHome(cli.home());
        try (EmbeddedRun services = EmbeddedRun.tryStart(home).orElseThrow()) {
            services.endpoints().write(home.localJson());
            assertThat(cli.run("demo", "--rows", "1000", "--partitions", "2", "--name", "t")
                            .exitCode())
                    .isZero();
            String job =
                    cli.file("job.json", "{\"id\":\"none\",\"tableName\":\"t\",\"files\":[\"demo/none.parquet\"]}");
            assertThat(cli.run("submit", job, "--wait").exitCode()).isEqualTo(1);
        }
        assertThat(cli.home()).isDirectoryContaining("glob:**/local.json");
        for (String each : List.of("jobs", "queues", "stepfunctions", "ecs", "logs", "mailbox", "buckets")) {
            assertThat(cli.home().resolve(each)).isNotEmptyDirectory();
        }
    }

    private List<String> openToOthers() throws IOException {
        try (Stream<Path> paths = Files.walk(cli.home())) {
            return paths.filter(path -> !Files.isSymbolicLink(path))
                    // The database makes and replaces its file itself, in a folder that is closed.
                    .filter(path -> !path.toString().endsWith(".db"))
                    .filter(path -> !permissions(path).equals(Files.isDirectory(path) ? "rwx------" : "rw-------"))
                    .map(path -> permissions(path) + " " + cli.home().relativize(path))
                    .toList();
        }
    }

    private static String permissions(Path path) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void set(Path path, String permissions) {
        try {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void shouldOpenNoFileToOthers() throws IOException {
        assertThat(openToOthers()).isEmpty();
    }

    @Test
    void shouldCloseWhatAnEarlierVersionLeftOpenAndNothingElse() throws IOException {
        // Given a home as an earlier version made it, with a link that leads out of it and a stranger's file
        try (Stream<Path> paths = Files.walk(cli.home())) {
            paths.forEach(path -> set(path, Files.isDirectory(path) ? "rwxr-xr-x" : "rw-r--r--"));
        }
        Path outside = Files.writeString(folder.resolve("outside"), "another's");
        set(outside, "rw-r--r--");
        Files.createSymbolicLink(cli.home().resolve("buckets/link"), outside);
        Path stranger = Files.writeString(cli.home().resolve("notes.txt"), "the user's own");
        set(stranger, "rw-r--r--");
        // When
        cli.run("jobs").done();
        // Then
        assertThat(openToOthers()).containsExactly("rw-r--r-- notes.txt");
        assertThat(permissions(outside)).isEqualTo("rw-r--r--");
    }
}
