package sleeper.sort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.core.error.CancelledException;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.RunFailedException;
import sleeper.core.error.TransientFailureException;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileStore;
import sleeper.core.file.FileVersion;
import sleeper.core.file.ForwardingFileStore;
import sleeper.core.file.ReadableFile;
import sleeper.core.job.AttemptId;
import sleeper.core.job.InputFile;
import sleeper.core.job.JobId;
import sleeper.core.job.TableLocation;
import sleeper.core.partition.PartitionTree;
import sleeper.core.table.DataFile;
import sleeper.core.table.TableName;
import sleeper.core.table.WrittenFile;
import sleeper.sort.check.InputCheck;
import sleeper.sort.demo.DemoData;
import sleeper.sort.encode.WriteSettings;
import sleeper.statestore.file.LocalFileStore;

/** When a sort opens its input files, how many at a time, and that it closes all. */
class InputFilesIT {
    @TempDir
    Path root;

    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();
    private final AtomicInteger opening = new AtomicInteger();
    private final AtomicInteger mostOpening = new AtomicInteger();
    private final AtomicInteger mostOpen = new AtomicInteger();

    /** What happens at a call. */
    private interface Hook {
        Hook NONE = call -> {};

        /** @param call number of the call of its kind, from 1 */
        void at(int call) throws IOException;
    }

    /** Counts the input files that are being opened and those that are open. */
    private final class CountingStore extends ForwardingFileStore {
        private final Hook atOpen;
        private final Hook atRead;
        private final AtomicInteger opens = new AtomicInteger();
        private final AtomicInteger reads = new AtomicInteger();

        CountingStore(FileStore files, Hook atOpen, Hook atRead) {
            super(files);
            this.atOpen = atOpen;
            this.atRead = atRead;
        }

        @Override
        public ReadableFile open(FilePath path, FileVersion version) throws IOException {
            mostOpening.accumulateAndGet(opening.incrementAndGet(), Math::max);
            try {
                atOpen.at(opens.incrementAndGet());
                ReadableFile file = super.open(path, version);
                mostOpen.accumulateAndGet(opened.incrementAndGet() - closed.get(), Math::max);
                return counted(file);
            } finally {
                opening.decrementAndGet();
            }
        }

        private ReadableFile counted(ReadableFile file) {
            return new ReadableFile() {
                @Override
                public FileInfo info() {
                    return file.info();
                }

                @Override
                public void readFully(long position, ByteBuffer into) throws IOException {
                    atRead.at(reads.incrementAndGet());
                    file.readFully(position, into);
                }

                @Override
                public void close() throws IOException {
                    closed.incrementAndGet();
                    file.close();
                }
            };
        }
    }

    private SortRequest request(int files, int rowGroups, int threads, Hook atOpen, Hook atRead, Runnable checkpoint)
            throws IOException {
        FileStore store = new LocalFileStore(root);
        Files.createDirectories(root.resolve("spill"));
        List<InputFile> inputs = new ArrayList<>();
        DemoData data = new DemoData(100L * files * rowGroups, files, 100, 7);
        for (FilePath path : data.write(store, new FilePath("in", "d"), 2)) {
            inputs.add(InputCheck.check(store, store.find(path).orElseThrow(), DemoData.SCHEMA)
                    .input());
        }
        return new SortRequest(
                DemoData.SCHEMA,
                PartitionTree.single(1),
                inputs,
                new CountingStore(store, atOpen, atRead),
                new TableLocation("tables", new TableName("demo")),
                new AttemptId(new JobId("j"), 1),
                "r",
                new SortSettings(WriteSettings.DEFAULT, 64L << 20, threads, root.resolve("spill")),
                SortProgress.NONE,
                checkpoint);
    }

    /** Goes on when so many calls are waiting. Fails, rather than to hang, if they never come. */
    private static Hook waitingForCalls(int calls) {
        CountDownLatch missing = new CountDownLatch(calls);
        return call -> {
            missing.countDown();
            try {
                if (!missing.await(30, TimeUnit.SECONDS)) {
                    throw new IOException(missing.getCount() + " of " + calls + " calls never came");
                }
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        };
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 16})
    void shouldKeepAsManyOpensInFlightAsThereAreThreads(int threads) throws IOException {
        // Given a store that answers no call before there is one of each thread
        SortRequest request = request(40, 1, threads, waitingForCalls(threads), Hook.NONE, () -> {});
        // When
        List<DataFile> files = WrittenFile.files(PartitionedSort.run(request));
        // Then
        assertThat(files).singleElement().extracting(DataFile::rowCount).isEqualTo(4_000L);
        assertThat(mostOpening).hasValue(threads);
        assertThat(opened).hasValue(40);
        assertThat(closed).hasValue(40);
    }

    @Test
    void shouldKeepFewFilesOpenHoweverManyThereAre() throws IOException {
        // When
        WrittenFile.files(PartitionedSort.run(request(60, 3, 4, Hook.NONE, Hook.NONE, () -> {})));
        // Then two for each thread
        assertThat(mostOpen.get()).isBetween(1, 8);
        assertThat(closed).hasValue(60);
    }

    @Test
    void shouldOpenTheSecondFileBeforeTheFirstIsRead() throws IOException {
        // Given files of five row groups, and a second file that is opened as soon as the first is
        CountDownLatch secondOpen = new CountDownLatch(1);
        AtomicInteger rowGroupsBegun = new AtomicInteger();
        Hook atOpen = call -> {
            if (call == 2) {
                secondOpen.countDown();
            }
        };
        SortRequest request = request(2, 5, 2, atOpen, Hook.NONE, () -> {
            if (secondOpen.getCount() > 0) {
                rowGroupsBegun.incrementAndGet();
            }
        });
        // When
        WrittenFile.files(PartitionedSort.run(request));
        // Then
        assertThat(rowGroupsBegun.get()).isLessThan(5);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 9", "4, 1", "4, 2", "4, 9", "16, 5", "16, 20"})
    void shouldCloseAllFilesIfOneCannotBeOpened(int threads, int failing) throws IOException {
        // Given
        SortRequest request = request(20, 3, threads, failingAt(failing), Hook.NONE, () -> {});
        // When / Then
        assertThatThrownBy(() -> WrittenFile.files(PartitionedSort.run(request)))
                .isInstanceOfSatisfying(
                        TransientFailureException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
        assertThat(closed).hasValue(opened.get());
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 2", "1, 9", "4, 1", "4, 7", "4, 30", "16, 1", "16, 40"})
    void shouldCloseAllFilesIfOneCannotBeRead(int threads, int failing) throws IOException {
        // Given
        SortRequest request = request(20, 3, threads, Hook.NONE, failingAt(failing), () -> {});
        // When / Then
        assertThatThrownBy(() -> WrittenFile.files(PartitionedSort.run(request)))
                .isInstanceOf(TransientFailureException.class);
        assertThat(closed).hasValue(opened.get());
        assertThat(opened.get()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void shouldCloseAllFilesIfOneIsNotWhatWasValidated(int threads) throws IOException {
        // Given a file of another number of rows than was validated
        SortRequest made = request(20, 3, threads, Hook.NONE, Hook.NONE, () -> {});
        List<InputFile> inputs = new ArrayList<>(made.inputs());
        InputFile last = inputs.get(19);
        inputs.set(19, new InputFile(last.path(), last.version(), last.rowCount() + 1, last.rowGroups()));
        SortRequest request = new SortRequest(
                made.schema(),
                made.partitions(),
                inputs,
                made.store(),
                made.location(),
                made.attempt(),
                made.runId(),
                made.settings());
        // When / Then
        assertThatThrownBy(() -> WrittenFile.files(PartitionedSort.run(request)))
                .isInstanceOfSatisfying(
                        RunFailedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INPUT_CHANGED));
        assertThat(closed).hasValue(20);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void shouldCloseAllFilesOfASortThatIsStopped(int threads) throws IOException {
        // Given
        AtomicInteger calls = new AtomicInteger();
        SortRequest request = request(20, 3, threads, Hook.NONE, Hook.NONE, () -> {
            if (calls.incrementAndGet() == 10) {
                throw new CancellationException("enough");
            }
        });
        // When / Then
        assertThatThrownBy(() -> WrittenFile.files(PartitionedSort.run(request)))
                .hasMessage("enough");
        assertThat(closed).hasValue(opened.get());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void shouldCloseAllFilesOfASortThatIsInterrupted(int threads) throws IOException {
        // Given
        Thread caller = Thread.currentThread();
        SortRequest request = request(
                20,
                3,
                threads,
                call -> {
                    if (call == 10) {
                        caller.interrupt();
                    }
                },
                Hook.NONE,
                () -> {});
        // When / Then
        assertThatThrownBy(() -> WrittenFile.files(PartitionedSort.run(request)))
                .isInstanceOf(CancelledException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(closed).hasValue(opened.get());
    }

    private static Hook failingAt(int number) {
        return call -> {
            if (call == number) {
                throw new IOException("no answer");
            }
        };
    }
}
