package sleeper.local.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.error.InvalidRequestException;
import sleeper.statestore.bucket.AccessKey;
import sleeper.statestore.bucket.ServedBuckets;
import sleeper.statestore.file.StagedFile;

class ServedHomeIT {
    @TempDir
    Path home;

    private Path buckets;
    private Path folder;

    @BeforeEach
    void makeBuckets() throws IOException {
        buckets = Files.createDirectories(home.resolve("buckets"));
        folder = home.resolve("s3");
    }

    private ServedBuckets prepare() throws IOException {
        return ServedHome.prepare(folder, buckets, Set.of("own"), Set.of());
    }

    @Test
    void shouldMakeAKeyOnceForItsOwnerAlone() throws IOException {
        // When
        AccessKey made = prepare().key();
        // Then
        assertThat(made.id()).matches("SLEEPER[A-Z2-7]{13}");
        assertThat(made.secret()).matches("[A-Za-z0-9]{40}");
        assertThat(made.toString()).doesNotContain(made.secret());
        assertThat(prepare().key()).isEqualTo(made);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("key.properties"))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
    }

    @Test
    void shouldMakeAnotherKeyForAnotherHome() throws IOException {
        AccessKey one = prepare().key();
        Files.delete(folder.resolve("key.properties"));
        assertThat(prepare().key()).isNotEqualTo(one);
    }

    @Test
    void shouldRefuseAKeyOfWhichAPartIsLost() throws IOException {
        // Given
        prepare();
        Files.writeString(folder.resolve("key.properties"), "access-key=SLEEPER\n");
        // When / Then
        assertThatThrownBy(this::prepare)
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("Delete the file: another pair is made");
    }

    @Test
    void shouldClearWhatAKilledServerLeftAndNothingElse() throws IOException {
        // Given a bucket with files, a linked one, and what was being put
        Path bucket = Files.createDirectories(buckets.resolve("bucket/folder")).getParent();
        Path elsewhere = Files.createDirectories(home.resolve("elsewhere"));
        Files.createSymbolicLink(buckets.resolve("linked"), elsewhere);
        Files.writeString(bucket.resolve("folder/f"), "x");
        Files.writeString(bucket.resolve(".somebody.1-abc-1.unfinished"), "of another writer");
        leaveStaged(bucket);
        leaveStaged(elsewhere);
        Path part = Files.createDirectories(folder.resolve("uploads/0a1b")).resolve("1-1");
        Files.writeString(part, "a part");
        // When
        prepare();
        // Then
        assertThat(namesBelow(buckets)).containsExactlyInAnyOrder("f", ".somebody.1-abc-1.unfinished");
        assertThat(elsewhere).isEmptyDirectory();
        assertThat(folder.resolve("uploads")).doesNotExist();
    }

    private static List<String> namesBelow(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .map(path -> path.getFileName().toString())
                    .toList();
        }
    }

    /** As a kill leaves it: under its name, and open. */
    private static void leaveStaged(Path bucket) throws IOException {
        try (StagedFile staged = StagedFile.begin(bucket)) {
            Files.createLink(
                    staged.path()
                            .resolveSibling(
                                    staged.path().getFileName().toString().replaceAll("-([0-9]+)\\.unf", "-9$1.unf")),
                    staged.path());
        }
    }
}
