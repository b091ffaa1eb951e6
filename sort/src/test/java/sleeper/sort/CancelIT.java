package sleeper.sort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sleeper.core.error.CancelledException;
import sleeper.core.error.ErrorCode;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileStore;
import sleeper.core.file.FileVersion;
import sleeper.core.file.ForwardingFileStore;
import sleeper.core.file.ForwardingWritableFile;
import sleeper.core.file.ReadableFile;
import sleeper.core.file.WritableFile;
import sleeper.core.job.AttemptId;
import sleeper.core.job.InputFile;
import sleeper.core.job.JobId;
import sleeper.core.job.TableLocation;
import sleeper.core.table.TableName;
import sleeper.sort.check.InputCheck;
import sleeper.sort.demo.DemoData;
import sleeper.sort.encode.WriteSettings;
import sleeper.statestore.file.LocalFileStore;

/** An interrupt of the thread that called a sort, at each kind of call that the sort makes of its store. */
class CancelIT {
    private static final int LEAVES = 8;

    @TempDir
    Path root;

    private final Thread caller = Thread.currentThread();
    private FileStore files;
    private InterruptingStore store;
    private final List<InputFile> inputs = new ArrayList<>();

    /** A call of a store. */
    enum Call {
        OPEN,
        CREATE,
        WRITE,
        COMMIT,
        COMMITTED
    }

    /** Interrupts the caller of the sort at a call of one kind, and then does what it was called for. */
    private final class InterruptingStore extends ForwardingFileStore {
        private final Call at;
        private final AtomicInteger callsLeft;
        private final AtomicBoolean ended = new AtomicBoolean();
        private final AtomicInteger commitsAfterTheEnd = new AtomicInteger();

        InterruptingStore(Call at, int call) {
            super(files);
            this.at = at;
            this.callsLeft = new AtomicInteger(call);
        }

        private void reached(Call call) {
            if (call == at && callsLeft.decrementAndGet() == 0) {
                caller.interrupt();
            }
        }

        @Override
        public ReadableFile open(FilePath path, FileVersion version) throws IOException {
            reached(Call.OPEN);
            return super.open(path, version);
        }

        @Override
        public WritableFile create(FilePath path) throws IOException {
            reached(Call.CREATE);
            return new ForwardingWritableFile(super.create(path)) {
                @Override
                public void write(ByteBuffer bytes) throws IOException {
                    reached(Call.WRITE);
                    super.write(bytes);
                }

                @Override
                public FileInfo commit() throws IOException {
                    reached(Call.COMMIT);
                    FileInfo committed = super.commit();
                    commitsAfterTheEnd.addAndGet(ended.get() ? 1 : 0);
                    reached(Call.COMMITTED);
                    return committed;
                }
            };
        }
    }

    @BeforeEach
    void makeInput() throws IOException {
        files = new LocalFileStore(root);
        Files.createDirectories(root.resolve("spill"));
        for (FilePath path : new DemoData(20_000, 4, 2_000, 7).write(files, new FilePath("in", "d"), 2)) {
            inputs.add(InputCheck.check(files, files.find(path).orElseThrow(), DemoData.SCHEMA)
                    .input());
        }
    }

    @AfterEach
    void forgetTheInterrupt() {
        Thread.interrupted();
    }

    private SortRequest request(int threads) {
        return new SortRequest(
                DemoData.SCHEMA,
                DemoData.partitions(LEAVES),
                inputs,
                store,
                new TableLocation("tables", new TableName("demo")),
                new AttemptId(new JobId("j"), 1),
                "r",
                new SortSettings(
                        WriteSettings.DEFAULT, SortSettings.LEAST_MEMORY_BUDGET_BYTES, threads, root.resolve("spill")));
    }

    private void expectCancelled(Runnable sort) throws IOException {
        assertThatThrownBy(() -> {
                    try {
                        sort.run();
                    } finally {
                        store.ended.set(true);
                    }
                })
                .isInstanceOfSatisfying(
                        CancelledException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
        assertThat(caller.isInterrupted()).isTrue();
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("sleeper-sort");
        assertThat(store.commitsAfterTheEnd).hasValue(0);
        assertThat(filesBelow("tables")).isEmpty();
        assertThat(filesBelow("spill")).isEmpty();
    }

    private List<Path> filesBelow(String folder) throws IOException {
        if (!Files.isDirectory(root.resolve(folder))) {
            return List.of();
        }
        try (Stream<Path> found = Files.walk(root.resolve(folder))) {
            return found.filter(Files::isRegularFile).toList();
        }
    }

    private static Map<String, Object> row(int number) {
        return Map.of(
                "key", (char) ('a' + number % 26) + "bcdefghij", "timestamp", (long) number, "value", "v" + number);
    }

    @ParameterizedTest
    @CsvSource({
        "1, OPEN, 1",
        "1, OPEN, 2",
        "1, CREATE, 1",
        "1, WRITE, 5",
        "1, COMMIT, 1",
        "1, COMMIT, 2",
        "1, COMMIT, 7",
        "1, COMMITTED, 1",
        "1, COMMITTED, 4",
        "4, OPEN, 1",
        "4, OPEN, 2",
        "4, CREATE, 1",
        "4, WRITE, 5",
        "4, COMMIT, 1",
        "4, COMMIT, 4",
        "4, COMMITTED, 1",
        "4, COMMITTED, 4",
        "1, COMMITTED, 16",
        "4, COMMITTED, 16"
    })
    void shouldLeaveNothingOfASortWhoseCallerIsInterrupted(int threads, Call at, int call) throws IOException {
        // Given
        store = new InterruptingStore(at, call);
        // When / Then
        expectCancelled(() -> PartitionedSort.run(request(threads)));
    }

    @ParameterizedTest
    @CsvSource({"1, CREATE, 1", "1, COMMIT, 2", "4, CREATE, 1", "4, COMMITTED, 1"})
    void shouldLeaveNothingOfRecordsWhoseWriterIsInterrupted(int threads, Call at, int call) throws IOException {
        // Given
        store = new InterruptingStore(at, call);
        try (RecordSort sort = new RecordSort(request(threads))) {
            for (int i = 0; i < 2_600; i++) {
                sort.add(row(i));
            }
            // When / Then
            expectCancelled(sort::finish);
        }
    }

    @Test
    void shouldTakeNoMoreRecordsFromAnInterruptedThread() throws IOException {
        // Given
        store = new InterruptingStore(Call.OPEN, 1);
        try (RecordSort sort = new RecordSort(request(1))) {
            caller.interrupt();
            // When / Then
            expectCancelled(() -> sort.add(row(0)));
        }
    }
}
