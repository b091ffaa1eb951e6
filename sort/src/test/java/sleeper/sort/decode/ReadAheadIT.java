package sleeper.sort.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileRange;
import sleeper.core.file.FileStore;
import sleeper.core.file.ReadableFile;
import sleeper.core.schema.Field;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.sort.codec.PageDecompressor;
import sleeper.sort.column.Batch;
import sleeper.sort.column.BytesVector;
import sleeper.sort.column.LongVector;
import sleeper.sort.encode.EncodeTools;
import sleeper.sort.encode.TableFileWriter;
import sleeper.sort.encode.WriteSettings;
import sleeper.sort.format.Footer;
import sleeper.sort.format.FooterReader;
import sleeper.sort.schema.FileMapping;
import sleeper.sort.schema.TableLayout;
import sleeper.statestore.file.LocalFileStore;
import sleeper.testkit.file.FarStore;

/** Calls to a store that waits for each, counted. */
class ReadAheadIT {
    private static final int NUMBER_COLUMNS = 20;
    private static final int ROWS = 20_000;
    private static final FilePath PATH = new FilePath("in", "wide.parquet");
    private static final TableLayout LAYOUT = new TableLayout(new Schema(
            List.of(Field.required("key", PrimitiveType.LONG)),
            List.of(),
            IntStream.range(0, NUMBER_COLUMNS)
                    .mapToObj(i -> Field.required("value" + i, i == 0 ? PrimitiveType.BYTEARRAY : PrimitiveType.LONG))
                    .toList()));

    @TempDir
    Path root;

    private LocalFileStore near;
    private FarStore far;

    /** Random numbers, which no encoding makes shorter, and texts of very different lengths, without compression of pages. */
    @BeforeEach
    void writeFile() throws IOException {
        near = new LocalFileStore(root);
        far = new FarStore(near);
        Random random = new Random(5);
        Batch batch = LAYOUT.newBatch();
        for (int row = 0; row < ROWS; row++) {
            ((LongVector) batch.column(0)).append(row);
            byte[] text = new byte[random.nextInt(40) == 0 ? random.nextInt(400) : 3];
            random.nextBytes(text);
            ((BytesVector) batch.column(1)).append(text, 0, text.length);
            for (int i = 1; i < NUMBER_COLUMNS; i++) {
                ((LongVector) batch.column(1 + i)).append(random.nextLong());
            }
        }
        WriteSettings settings = WriteSettings.builder().pageBytes(4 << 10).build();
        try (EncodeTools tools = new EncodeTools(settings);
                TableFileWriter writer = new TableFileWriter(LAYOUT, near, PATH, tools, true)) {
            writer.writeRowGroup(batch, IntStream.range(0, ROWS).toArray(), 0, ROWS);
            writer.commit();
        }
    }

    private Batch readAll(FileStore store, int readBytes, int rowsAtOnce) throws IOException {
        FileInfo info = store.find(PATH).orElseThrow();
        try (ReadableFile file = store.open(PATH, info.version());
                PageDecompressor decompressor = new PageDecompressor()) {
            Footer footer = FooterReader.read(file);
            InputReader reader =
                    new InputReader(file, footer, 0, FileMapping.of(LAYOUT, footer.root()), decompressor, readBytes);
            Batch batch = LAYOUT.newBatch();
            boolean more = true;
            while (more) {
                more = reader.read(batch, batch.rows() + rowsAtOnce, Long.MAX_VALUE);
            }
            return batch;
        }
    }

    private List<List<FileRange>> callsAfterTheFooter(int readBytes) throws IOException {
        FileInfo info = far.find(PATH).orElseThrow();
        try (ReadableFile file = far.open(PATH, info.version())) {
            FooterReader.read(file);
        }
        int before = far.calls().size();
        readAll(far, readBytes, 1_000);
        return far.calls().subList(2 * before, far.calls().size());
    }

    @Test
    void shouldAskForTheBeginningsOfAllColumnsInOneCall() throws IOException {
        List<List<FileRange>> calls = callsAfterTheFooter(64 << 10);

        assertThat(calls.get(0)).hasSize(1 + NUMBER_COLUMNS);
        assertThat(calls.get(0)).extracting(FileRange::position).doesNotHaveDuplicates();
    }

    @Test
    void shouldTakeAboutAsManyCallsAsTheLongestColumnHasPieces() throws IOException {
        // Given numbers of 8 bytes, and pieces of 32 KiB
        List<List<FileRange>> calls = callsAfterTheFooter(64 << 10);
        int pieces = ROWS * 8 / (32 << 10) + 1;
        // Then it is not as many as all columns together have
        assertThat(calls).hasSizeBetween(pieces, 3 * pieces);
        assertThat(calls.stream().mapToInt(List::size).sum()).isGreaterThan(NUMBER_COLUMNS * (pieces - 1));
    }

    @Test
    void shouldReadEachByteOnceAndHoldNoMoreThanAskedFor() throws IOException {
        List<List<FileRange>> calls = callsAfterTheFooter(64 << 10);

        assertThat(calls.stream().flatMap(List::stream).map(FileRange::position))
                .doesNotHaveDuplicates();
        assertThat(calls.stream()
                        .flatMap(List::stream)
                        .mapToInt(range -> range.into().remaining()))
                .allMatch(bytes -> bytes <= 32 << 10);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1_000, 5_000, 64 << 10, 4 << 20})
    void shouldReadTheSameRowsHoweverLittleIsReadAtOnce(int readBytes) throws IOException {
        Batch expected = readAll(near, 64 << 10, ROWS);

        Batch found = readAll(far, readBytes, 777);

        assertThat(found.rows()).isEqualTo(ROWS);
        for (int row = 0; row < ROWS; row++) {
            assertThat(((BytesVector) found.column(1)).get(row)).isEqualTo(((BytesVector) expected.column(1)).get(row));
            for (int i = 1; i < NUMBER_COLUMNS; i++) {
                assertThat(((LongVector) found.column(1 + i)).get(row))
                        .isEqualTo(((LongVector) expected.column(1 + i)).get(row));
            }
        }
    }
}
