package sleeper.sort.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sleeper.core.error.SleeperException;
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
import sleeper.core.key.Key;
import sleeper.core.key.KeyValue;
import sleeper.core.key.Range;
import sleeper.core.key.Region;
import sleeper.core.partition.PartitionTree;
import sleeper.core.schema.Field;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.core.table.DataFile;
import sleeper.core.table.TableName;
import sleeper.core.table.WrittenFile;
import sleeper.sort.PartitionedSort;
import sleeper.sort.SortRequest;
import sleeper.sort.SortSettings;
import sleeper.sort.check.InputCheck;
import sleeper.sort.encode.WriteSettings;
import sleeper.sort.reference.GroupFiles;
import sleeper.sort.reference.ReferenceSort;
import sleeper.sort.reference.StoredTypes;
import sleeper.statestore.file.LocalFileStore;
import sleeper.testkit.data.RandomPartitions;
import sleeper.testkit.data.RandomRows;
import sleeper.testkit.data.RandomTables;

class KeyOrderScanIT {
    private static final TableLocation TABLE = new TableLocation("tables", new TableName("t"));

    @TempDir
    Path root;

    private FileStore store;
    private int jobs;

    static LongStream seeds() {
        return LongStream.range(0, 30);
    }

    @BeforeEach
    void setUp() throws IOException {
        store = new LocalFileStore(root);
        Files.createDirectories(root.resolve("in"));
    }

    /** Loads rows into a table. @return the files that this adds */
    private List<DataFile> load(Schema schema, PartitionTree tree, List<Map<String, Object>> rows, long maxFileRows)
            throws IOException {
        String name = "j" + jobs++;
        GroupFiles.write(
                root.resolve("in/" + name + ".parquet"),
                schema,
                new StoredTypes(new Random(jobs)).of(schema),
                rows,
                new GroupFiles.Options(
                        CompressionCodecName.UNCOMPRESSED,
                        WriterVersion.PARQUET_1_0,
                        true,
                        true,
                        4_000,
                        1 << 20,
                        false));
        FilePath path = new FilePath("in", name + ".parquet");
        InputFile input =
                InputCheck.check(store, store.find(path).orElseThrow(), schema).input();
        WriteSettings write = WriteSettings.builder()
                .pageBytes(1 << 10)
                .rowGroupBytes(1 << 16)
                .maxFileRows(maxFileRows)
                .build();
        SortSettings settings = new SortSettings(write, SortSettings.LEAST_MEMORY_BUDGET_BYTES, 1, root);
        return WrittenFile.files(PartitionedSort.run(new SortRequest(
                schema, tree, List.of(input), store, TABLE, new AttemptId(new JobId(name), 1), "r", settings)));
    }

    private static List<Map<String, Object>> scan(FileStore store, Schema schema, List<DataFile> files, Region region) {
        List<Map<String, Object>> rows = new ArrayList<>();
        try (KeyOrderScan scan = new KeyOrderScan(store, TABLE, schema, files, region)) {
            scan.forEachRemaining(rows::add);
        }
        return rows;
    }

    private static Region anyRegion(Schema schema, List<Map<String, Object>> rows, Random random) {
        List<Range> ranges = new ArrayList<>();
        for (int i = 0; i < schema.rowKeyFields().size(); i++) {
            KeyValue one = anyKey(schema, rows, random).values().get(i);
            KeyValue other = anyKey(schema, rows, random).values().get(i);
            boolean inOrder = one.compareTo(other) < 0;
            ranges.add(
                    one.equals(other) || random.nextInt(3) == 0
                            ? Range.ALL
                            : new Range(Optional.of(inOrder ? one : other), Optional.of(inOrder ? other : one)));
        }
        return new Region(ranges);
    }

    private static Key anyKey(Schema schema, List<Map<String, Object>> rows, Random random) {
        return ReferenceSort.rowKey(schema, rows.get(random.nextInt(rows.size())));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldGiveTheRowsOfARegionInTheOrderOfTheirWholeKeys(long seed) throws IOException {
        // Given a table of any schema, with files of several jobs
        Random random = new Random(seed);
        Schema schema = new RandomTables(seed).schema();
        RandomRows generator = new RandomRows(schema, seed);
        PartitionTree tree = RandomPartitions.of(schema, generator, random.nextInt(20), seed);
        List<Map<String, Object>> rows = new ArrayList<>();
        List<DataFile> files = new ArrayList<>();
        for (int job = 0; job < 3; job++) {
            List<Map<String, Object>> part = generator.rows(1 + random.nextInt(500));
            rows.addAll(part);
            files.addAll(load(schema, tree, part, 50 + random.nextInt(400)));
        }
        for (Region region : List.of(Region.all(tree.dimensions()), anyRegion(schema, rows, random))) {
            // When
            List<Map<String, Object>> found = scan(store, schema, files, region);
            // Then
            assertThat(found).isSortedAccordingTo(ReferenceSort.byKeys(schema));
            assertThat(ReferenceSort.asMultiset(found))
                    .isEqualTo(ReferenceSort.asMultiset(rows.stream()
                            .filter(row -> region.contains(ReferenceSort.rowKey(schema, row)))
                            .toList()));
        }
    }

    /** Counts files that are open, and all that were opened. */
    private static final class CountingStore extends ForwardingFileStore {
        private int open;
        private int mostOpen;
        private int opened;

        CountingStore(FileStore files) {
            super(files);
        }

        @Override
        public ReadableFile open(FilePath path, FileVersion version) throws IOException {
            ReadableFile file = super.open(path, version);
            opened++;
            mostOpen = Math.max(mostOpen, ++open);
            return new ReadableFile() {
                @Override
                public FileInfo info() {
                    return file.info();
                }

                @Override
                public void readFully(long position, ByteBuffer into) throws IOException {
                    file.readFully(position, into);
                }

                @Override
                public void close() throws IOException {
                    open--;
                    file.close();
                }
            };
        }
    }

    private static final Schema NUMBERS =
            new Schema(List.of(Field.required("key", PrimitiveType.LONG)), List.of(), List.of());

    /** 300,000 numbers in 20 leaves, loaded by three jobs, each of which has every third. */
    private List<DataFile> numbers() throws IOException {
        List<KeyValue> cuts = IntStream.range(1, 20)
                .<KeyValue>mapToObj(i -> new KeyValue.OfLong(i * 15_000L))
                .toList();
        PartitionTree tree = PartitionTree.ofGrid(List.of(cuts));
        List<DataFile> files = new ArrayList<>();
        for (long job = 0; job < 3; job++) {
            long start = job;
            List<Map<String, Object>> rows = IntStream.range(0, 100_000)
                    .<Map<String, Object>>mapToObj(i -> Map.of("key", 3L * i + start))
                    .toList();
            files.addAll(load(NUMBERS, tree, rows, Long.MAX_VALUE));
        }
        assertThat(files).hasSize(60);
        return files;
    }

    @Test
    void shouldHaveNoMoreFilesOpenThanShareKeys() throws IOException {
        // Given
        List<DataFile> files = numbers();
        CountingStore counting = new CountingStore(store);
        // When
        List<Map<String, Object>> found = scan(counting, NUMBERS, files, Region.all(1));
        // Then
        assertThat(found)
                .extracting(row -> row.get("key"))
                .isEqualTo(LongStream.range(0, 300_000).boxed().toList());
        assertThat(counting.opened).isEqualTo(60);
        assertThat(counting.mostOpen).isLessThanOrEqualTo(6);
        assertThat(counting.open).isZero();
    }

    @Test
    void shouldOpenNoFileThatTheFirstRowsDoNotNeed() throws IOException {
        // Given
        List<DataFile> files = numbers();
        CountingStore counting = new CountingStore(store);
        // When
        try (KeyOrderScan scan = new KeyOrderScan(counting, TABLE, NUMBERS, files, Region.all(1))) {
            for (long i = 0; i < 10; i++) {
                assertThat(scan.next()).isEqualTo(Map.of("key", i));
            }
        }
        // Then
        assertThat(counting.opened).isEqualTo(3);
        assertThat(counting.open).isZero();
    }

    @Test
    void shouldGiveNothingBehindTheEndAndNameAFileThatIsGone() throws IOException {
        // Given
        List<DataFile> files = numbers();
        try (KeyOrderScan scan = new KeyOrderScan(store, TABLE, NUMBERS, List.of(), Region.all(1))) {
            assertThat(scan.hasNext()).isFalse();
            assertThatThrownBy(scan::next).isInstanceOf(NoSuchElementException.class);
        }
        // When the last of the leaves is gone
        DataFile last = files.get(files.size() - 1);
        store.delete(TABLE.file(last.path()));
        // Then
        try (KeyOrderScan scan = new KeyOrderScan(store, TABLE, NUMBERS, files, Region.all(1))) {
            assertThat(scan.next()).isEqualTo(Map.of("key", 0L));
            assertThatThrownBy(() -> scan.forEachRemaining(row -> {}))
                    .isInstanceOf(SleeperException.class)
                    .hasMessageContaining(last.path());
        }
    }
}
