package sleeper.statestore.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.VersionTooOldException;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileStore;
import sleeper.core.file.ForwardingFileStore;
import sleeper.core.key.KeyValue;
import sleeper.core.partition.LeafCut;
import sleeper.core.partition.PartitionId;
import sleeper.statestore.CommitterMain;
import sleeper.statestore.TestSurroundings;
import sleeper.statestore.TestTable;
import sleeper.statestore.instance.FileInstance;
import sleeper.statestore.util.Sha256;

class LogVerifierIT {
    @TempDir
    Path home;

    private TableLog log;

    /** A table whose log has retired slots, entries with and without a body, and snapshots. */
    private void live() throws IOException {
        FileInstance instance = CommitterMain.open(home);
        CommitterMain.live(instance, 3);
        log = instance.tables().log(TestTable.NAME);
        log.split(
                log.state().table().orElseThrow().incarnation(),
                List.of(new LeafCut(PartitionId.ROOT, 0, new KeyValue.OfString("m"))));
    }

    private List<Path> objects() throws IOException {
        Path table = home.resolve("buckets").resolve(FileInstance.TABLE_BUCKET).resolve(TestTable.NAME.value());
        try (Stream<Path> paths = Files.walk(table)) {
            return paths.filter(Files::isRegularFile).sorted().toList();
        }
    }

    @Test
    void shouldFindAnyChangedByteInAnyObject() throws IOException {
        // Given
        live();
        assertThat(log.verify(true).faults()).isEmpty();
        SplittableRandom random = new SplittableRandom(11);
        for (Path object : objects()) {
            byte[] content = Files.readAllBytes(object);
            for (int i = 0; i < 5; i++) {
                // When
                byte[] damaged = content.clone();
                int at = random.nextInt(damaged.length);
                damaged[at] ^= (byte) (1 << random.nextInt(8));
                Files.write(object, damaged);
                // Then
                assertThat(log.verify(true).faults())
                        .as("byte %d of %s", at, object)
                        .isNotEmpty();
            }
            Files.write(object, content);
        }
        assertThat(log.verify(true).faults()).isEmpty();
    }

    @Test
    void shouldFindAnyObjectThatIsMissing() throws IOException {
        // Given
        live();
        List<Path> objects = objects();
        for (Path object : objects) {
            byte[] content = Files.readAllBytes(object);
            // When
            Files.delete(object);
            List<Fault> faults = log.verify(false).faults();
            // Then a lost snapshot is no fault while another is good, and the log's end cannot be told from a lost last
            // entry
            boolean spare = object.toString().contains("snapshots") || object.equals(lastSlot(objects));
            assertThat(spare || !faults.isEmpty()).as("%s", object).isTrue();
            Files.write(object, content);
        }
    }

    @Test
    void shouldEndAtASlotOfALaterVersionAndCallNothingDamaged() throws IOException {
        // Given a log to which a later version has added
        live();
        long head = log.state().slot();
        String content = "{\"format\":2,\"record\":\"entry\",\"slot\":" + (head + 1) + "}\n\n";
        Path slots = lastSlot(objects()).getParent();
        Files.writeString(
                slots.resolve("%020d".formatted(head + 1)),
                content + Sha256.hex(content.getBytes(StandardCharsets.UTF_8)) + "\n");
        // When
        VerifyReport report = log.verify(true);
        // Then
        assertThat(report.faults()).isEmpty();
        assertThat(report.slots()).isEqualTo(head);
        assertThat(report.newer()).extracting(Fault::code).containsExactly(ErrorCode.VERSION_TOO_OLD);
        assertThatThrownBy(log::state).isInstanceOf(VersionTooOldException.class);
        // and what is damaged before it is found all the same
        Path first = slots.resolve("%020d".formatted(head));
        Files.writeString(first, "x");
        assertThat(log.verify(true).faults()).extracting(Fault::code).containsOnly(ErrorCode.LOG_CORRUPT);
    }

    @Test
    void shouldNameTheFileThatIsNotWhatWasCommitted() throws IOException {
        // Given
        live();
        String path = log.state().files().get(0).path();
        Path file = home.resolve("buckets/" + log.storage().location().file(path));
        Files.writeString(file, "x");
        // When / Then
        assertThat(log.verify(false).faults()).singleElement().satisfies(fault -> {
            assertThat(fault.code()).isEqualTo(ErrorCode.DATA_CORRUPT);
            assertThat(fault.where()).isEqualTo("sleeper-tables/letters/" + path);
            assertThat(fault.found()).isEqualTo("1 bytes");
        });
    }

    /** A store that is away, or a right that is missing, is no damage. */
    @Test
    void shouldSayOfAFileThatItCouldNotLookAtThatItIsNotKnown() throws IOException {
        live();
        TableStorage storage = log.storage();
        for (IOException failure : List.of(new IOException("no answer"), new AccessDeniedException("the file"))) {
            FileStore away = new ForwardingFileStore(storage.files()) {
                @Override
                public Optional<FileInfo> find(FilePath path) throws IOException {
                    throw failure;
                }
            };
            TableLog other = new TableLog(
                    new TableStorage(
                            storage.location(),
                            storage.log(),
                            storage.objects(),
                            storage.view(),
                            away,
                            storage.unfinished()),
                    TestSurroundings.create());

            assertThat(other.verify(false).faults())
                    .isNotEmpty()
                    .extracting(Fault::code)
                    .containsOnly(
                            failure instanceof AccessDeniedException
                                    ? ErrorCode.FILE_FORBIDDEN
                                    : ErrorCode.UNAVAILABLE);
        }
    }

    private static Path lastSlot(List<Path> objects) {
        return objects.stream()
                .filter(path -> path.getParent().endsWith("slots"))
                .reduce((first, second) -> second)
                .orElseThrow();
    }
}
