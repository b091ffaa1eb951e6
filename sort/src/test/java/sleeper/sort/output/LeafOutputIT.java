package sleeper.sort.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.RunFailedException;
import sleeper.core.file.FileStore;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;
import sleeper.core.job.TableLocation;
import sleeper.core.key.Region;
import sleeper.core.partition.Partition;
import sleeper.core.partition.PartitionTree;
import sleeper.core.schema.Field;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.core.table.DataFile;
import sleeper.core.table.TableName;
import sleeper.core.table.WrittenFile;
import sleeper.sort.column.Batch;
import sleeper.sort.column.BytesVector;
import sleeper.sort.column.IntVector;
import sleeper.sort.encode.WriteSettings;
import sleeper.sort.extent.Extent;
import sleeper.sort.extent.Scatter;
import sleeper.sort.memory.FixedMemory;
import sleeper.sort.memory.MemoryHolder;
import sleeper.sort.memory.MemoryLease;
import sleeper.sort.memory.MemoryPool;
import sleeper.sort.read.TableScan;
import sleeper.sort.schema.TableLayout;
import sleeper.statestore.file.LocalFileStore;
import sleeper.testkit.file.FullDisk;

class LeafOutputIT {
    private static final Schema SCHEMA = new Schema(
            List.of(Field.required("key", PrimitiveType.INT)),
            List.of(),
            List.of(Field.required("data", PrimitiveType.BYTEARRAY)));
    private static final TableLayout LAYOUT = new TableLayout(SCHEMA);
    private static final TableLocation TABLE = new TableLocation("tables", new TableName("t"));
    private static final Partition LEAF = PartitionTree.single(1).leaves().get(0);
    private static final int EXTENT_ROWS = 500;
    private static final int VALUE_BYTES = 1_000;

    @TempDir
    Path root;

    private FileStore store;
    private LeafOutputs outputs;
    private final FixedMemory memory = new FixedMemory(1L << 30);
    private final List<Long> spilled = new ArrayList<>();

    @BeforeEach
    void makeFolders() throws IOException {
        store = new LocalFileStore(root);
        Files.createDirectories(root.resolve("tables"));
        Files.createDirectories(root.resolve("spill"));
    }

    @AfterEach
    void freeTools() {
        if (outputs != null) {
            outputs.close();
        }
    }

    private LeafOutput begin(FileStore files, MemoryPool pool, long sortBytes, long maxFileRows) {
        LeafSettings settings = new LeafSettings(
                WriteSettings.builder().maxFileRows(maxFileRows).build(), sortBytes, 1 << 20, root.resolve("spill"));
        OutputTarget target = new OutputTarget(LAYOUT, files, TABLE, new AttemptId(new JobId("j"), 1), "r");
        outputs = new LeafOutputs(target, settings, pool, () -> {}, spilled::add);
        return outputs.begin(LEAF, 0, 0);
    }

    /** @return extents of half a megabyte each, with numbers from 0 on in any order */
    private static List<Extent> extents(int count) {
        List<Integer> keys =
                new ArrayList<>(IntStream.range(0, count * EXTENT_ROWS).boxed().toList());
        Collections.shuffle(keys, new Random(3));
        List<Extent> extents = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Batch batch = LAYOUT.newBatch();
            for (int key : keys.subList(i * EXTENT_ROWS, (i + 1) * EXTENT_ROWS)) {
                ((IntVector) batch.column(0)).append(key);
                ((BytesVector) batch.column(1)).append(new byte[VALUE_BYTES], 0, VALUE_BYTES);
            }
            extents.add(new Scatter(1, 2).scatter(batch, new int[EXTENT_ROWS]).extent(0));
        }
        return extents;
    }

    private static void addAll(LeafOutput output, List<Extent> extents) throws IOException {
        for (Extent extent : extents) {
            output.add(extent);
        }
    }

    private List<Object> keys(List<DataFile> files) {
        List<Object> keys = new ArrayList<>();
        try (TableScan scan = new TableScan(store, TABLE, SCHEMA, files, Region.all(1))) {
            scan.forEachRemaining(row -> keys.add(row.get("key")));
        }
        return keys;
    }

    private static List<Object> numbers(int extents) {
        return IntStream.range(0, extents * EXTENT_ROWS)
                .mapToObj(i -> (Object) i)
                .toList();
    }

    private List<Path> filesLeft() throws IOException {
        try (Stream<Path> found = Files.walk(root)) {
            return found.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void shouldWriteWhatMemoryHoldsWithoutADisk() throws IOException {
        // Given no folder to spill to
        Files.delete(root.resolve("spill"));
        try (LeafOutput output = begin(store, memory, 16 << 20, Long.MAX_VALUE)) {
            // When
            addAll(output, extents(10));
            // Then
            assertThat(memory.lentBytes()).isBetween(15_000_000L, 16_000_000L);
            List<DataFile> files = WrittenFile.files(output.finish());
            assertThat(files).hasSize(1);
            assertThat(keys(files)).isEqualTo(numbers(10));
        }
        assertThat(memory.lentBytes()).isZero();
        assertThat(spilled).isEmpty();
    }

    @Test
    void shouldSayHowManyBytesOfRunsGoToDisk() throws IOException {
        List<Extent> extents = extents(10);
        long bytes = extents.stream().mapToLong(Extent::sizeBytes).sum();
        try (LeafOutput output = begin(store, new FixedMemory(0), 1 << 30, Long.MAX_VALUE)) {
            addAll(output, extents);
            WrittenFile.files(output.finish());
        }
        // Then each row has gone there once
        assertThat(spilled.stream().mapToLong(Long::longValue).sum()).isBetween(bytes, bytes + bytes / 100);
    }

    @Test
    void shouldMergeRunsWhereTheLeafIsLargerThanIsSortedAtOnce() throws IOException {
        try (LeafOutput output = begin(store, memory, 2 << 20, Long.MAX_VALUE)) {
            addAll(output, extents(10));
            // Then no more was leased than for what is sorted at once
            assertThat(memory.lentBytes()).isLessThanOrEqualTo(3 * (2 << 20));
            assertThat(keys(WrittenFile.files(output.finish()))).isEqualTo(numbers(10));
        }
        assertThat(memory.lentBytes()).isZero();
    }

    @Test
    void shouldGoOnThoughAllMemoryIsRefused() throws IOException {
        try (LeafOutput output = begin(store, new FixedMemory(0), 1 << 30, Long.MAX_VALUE)) {
            addAll(output, extents(10));
            assertThat(keys(WrittenFile.files(output.finish()))).isEqualTo(numbers(10));
        }
    }

    @Test
    void shouldGiveUpItsRowsAtOnceWhenItsOwnThreadCallsBack() throws IOException {
        try (LeafOutput output = begin(store, memory, 16 << 20, Long.MAX_VALUE)) {
            addAll(output, extents(4));
            long lent = memory.lentBytes();
            // When
            long given = output.giveBack(1);
            // Then
            assertThat(given).isEqualTo(lent).isPositive();
            assertThat(memory.lentBytes()).isZero();
            assertThat(output.giveBack(1)).isZero();
            assertThat(keys(WrittenFile.files(output.finish()))).isEqualTo(numbers(4));
        }
    }

    @Test
    void shouldGiveUpItsRowsWhenItIsCalledBackByItsOwnRequest() throws IOException {
        // Given a pool that first calls back the very holder that asks, as a host's may
        MemoryPool calling = holder -> new MemoryLease() {
            private long held;

            @Override
            public long acquire(long bytes) throws IOException {
                holder.giveBack(bytes);
                held += bytes;
                return bytes;
            }

            @Override
            public void release(long bytes) {
                held -= bytes;
            }

            @Override
            public long heldBytes() {
                return held;
            }

            @Override
            public void close() {
                held = 0;
            }
        };
        try (LeafOutput output = begin(store, calling, 16 << 20, Long.MAX_VALUE)) {
            addAll(output, extents(8));
            assertThat(keys(WrittenFile.files(output.finish()))).isEqualTo(numbers(8));
        }
    }

    @Test
    void shouldGiveUpItsRowsAtTheNextExtentWhenAnotherThreadCallsBack() throws Exception {
        try (LeafOutput output = begin(store, memory, 16 << 20, Long.MAX_VALUE)) {
            List<Extent> extents = extents(5);
            addAll(output, extents.subList(0, 4));
            long lent = memory.lentBytes();
            // When another thread asks for all there is
            long[] granted = new long[1];
            MemoryLease other = memory.lease(MemoryHolder.FIRM);
            Thread asking = new Thread(() -> {
                try {
                    granted[0] = other.acquire(1L << 30);
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            asking.start();
            asking.join();
            // Then it gets what is left, and the rows go at the next extent
            assertThat(granted[0]).isEqualTo((1L << 30) - lent);
            output.add(extents.get(4));
            assertThat(memory.lentBytes() - granted[0]).isLessThan(lent);
            assertThat(keys(WrittenFile.files(output.finish()))).isEqualTo(numbers(5));
        }
    }

    @Test
    void shouldLeaveNothingWhenItIsClosedUnfinished() throws IOException {
        // When rows are collected and there are runs
        try (LeafOutput output = begin(store, memory, 1 << 20, Long.MAX_VALUE)) {
            addAll(output, extents(6));
        }
        // Then
        assertThat(filesLeft()).isEmpty();
        assertThat(memory.lentBytes()).isZero();
    }

    @Test
    void shouldTakeBackTheFilesThatWereCommittedBeforeItFailed() throws IOException {
        // Given room for some files of the leaf and not for all
        FileStore full = new FullDisk(store, 30_000);
        // When / Then
        assertThatThrownBy(() -> {
                    try (LeafOutput output = begin(full, memory, 16 << 20, 1_000)) {
                        addAll(output, extents(20));
                        WrittenFile.files(output.finish());
                    }
                })
                .isInstanceOfSatisfying(
                        RunFailedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DISK_FULL));
        assertThat(filesLeft()).isEmpty();
    }

    @Test
    void shouldGiveNoFileForNoRow() throws IOException {
        try (LeafOutput output = begin(store, memory, 1 << 20, Long.MAX_VALUE)) {
            assertThat(WrittenFile.files(output.finish())).isEmpty();
        }
        assertThat(filesLeft()).isEmpty();
    }
}
