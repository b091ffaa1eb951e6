package sleeper.sort.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.file.FileFolder;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePages;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileStore;
import sleeper.core.file.FileVersion;
import sleeper.core.file.FolderScan;
import sleeper.core.file.ReadableFile;
import sleeper.core.file.WritableFile;
import sleeper.core.key.Key;
import sleeper.core.key.KeyValue;
import sleeper.core.schema.Field;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.sort.column.Batch;
import sleeper.sort.column.BytesVector;
import sleeper.sort.encode.EncodeTools;
import sleeper.sort.encode.TableFileWriter;
import sleeper.sort.encode.WriteSettings;
import sleeper.sort.schema.TableLayout;
import sleeper.statestore.file.LocalFileStore;

class KeySampleIT {
    private static final Schema SCHEMA =
            new Schema(List.of(Field.required("key", PrimitiveType.STRING)), List.of(), List.of());

    @TempDir
    Path root;

    /** One row group of ascending keys. */
    private FileInfo file(int rows, String behind) throws IOException {
        LocalFileStore store = new LocalFileStore(root);
        TableLayout layout = new TableLayout(SCHEMA);
        Batch batch = layout.newBatch();
        for (int i = 0; i < rows; i++) {
            byte[] key = (String.format("%09d", i) + behind).getBytes(StandardCharsets.UTF_8);
            ((BytesVector) batch.column(0)).append(key, 0, key.length);
        }
        FilePath path = new FilePath("in", "keys.parquet");
        int[] order = IntStream.range(0, rows).toArray();
        try (EncodeTools tools = new EncodeTools(WriteSettings.DEFAULT);
                TableFileWriter writer = new TableFileWriter(layout, store, path, tools, true)) {
            writer.writeRowGroup(batch, order, 0, rows);
            writer.commit();
        }
        return store.find(path).orElseThrow();
    }

    private List<Key> sample(FileInfo file, int maxKeys) {
        return KeySample.of(new LocalFileStore(root), List.of(file), SCHEMA, maxKeys);
    }

    @Test
    void shouldKeepKeysAtEqualDistances() throws IOException {
        // Given more rows than are read at once
        FileInfo file = file(200_000, "");
        // When / Then
        assertThat(sample(file, 1_000))
                .isEqualTo(IntStream.range(0, 1_000)
                        .mapToObj(i -> Key.of(new KeyValue.OfString(String.format("%09d", 200 * i))))
                        .toList());
    }

    @Test
    void shouldKeepFewerOfLongKeys() throws IOException {
        // Given 96 MiB of keys
        FileInfo file = file(1_536, "x".repeat((64 << 10) - 9));
        // When
        List<Key> keys = sample(file, 20_000);
        // Then about 64 MiB of them are kept, from the first to nearly the last
        assertThat(keys).hasSizeBetween(900, 1_024).isSorted().doesNotHaveDuplicates();
        assertThat(keys.get(keys.size() - 1).toString()).startsWith("(00000153");
    }

    /** Counts opens, and answers none of the first 16 before all of them are there. */
    private final class WaitingStore implements FileStore {
        private final FileStore store = new LocalFileStore(root);
        private final CountDownLatch first = new CountDownLatch(16);
        private final AtomicInteger opens = new AtomicInteger();

        @Override
        public ReadableFile open(FilePath path, FileVersion version) throws IOException {
            opens.incrementAndGet();
            first.countDown();
            try {
                assertThat(first.await(60, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            return store.open(path, version);
        }

        @Override
        public Optional<FileInfo> find(FilePath path) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FilePages list(FilePath prefix) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FilePages scan(FileFolder folder, FolderScan scan) {
            throw new UnsupportedOperationException();
        }

        @Override
        public WritableFile create(FilePath path) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void delete(FilePath path) {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void shouldOpenSixteenAtOnceAndOnlyFilesThatItSamples() throws IOException {
        // Given 100,000 files
        WaitingStore store = new WaitingStore();
        List<FileInfo> files = Collections.nCopies(100_000, file(10, ""));
        // When
        List<Key> keys = KeySample.of(store, files, SCHEMA, 1_000);
        // Then 1,000 are opened for their footers and again for their keys
        assertThat(store.opens).hasValue(2_000);
        assertThat(keys).hasSize(1_000);
    }

    @Test
    void shouldTakeAKeyOfEachPartOfALongSortedRowGroup() throws IOException {
        // Given one row group of more rows than are read of many
        FileInfo file = file(4_500_000, "");
        // When
        List<Key> keys = sample(file, 10);
        // Then
        assertThat(keys)
                .extracting(key ->
                        Integer.parseInt(((KeyValue.OfString) key.values().get(0)).value()) / 450_000)
                .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    @Test
    void shouldRefuseAFileWhoseColumnsAreNotTheKeys() throws IOException {
        // Given a key that the file lacks, and one that it has of another type
        FileInfo file = file(10, "");
        Schema other = new Schema(
                List.of(Field.required("id", PrimitiveType.STRING), Field.required("key", PrimitiveType.LONG)),
                List.of(),
                List.of());
        // When / Then
        assertThatThrownBy(() -> KeySample.of(new LocalFileStore(root), List.of(file), other, 10))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        refused -> assertThat(refused.faults())
                                .extracting(Fault::code, Fault::where)
                                .containsExactly(
                                        tuple(ErrorCode.SCHEMA_MISMATCH, "in/keys.parquet, column 'id'"),
                                        tuple(ErrorCode.SCHEMA_MISMATCH, "in/keys.parquet, column 'key'")));
    }
}
