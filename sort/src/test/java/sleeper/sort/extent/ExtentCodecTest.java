package sleeper.sort.extent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sleeper.core.schema.Field;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.sort.column.Batch;
import sleeper.sort.column.Bytes;
import sleeper.sort.column.BytesVector;
import sleeper.sort.column.IntVector;
import sleeper.sort.column.LongVector;
import sleeper.sort.column.Vector;
import sleeper.sort.rows.RowAppender;
import sleeper.sort.schema.TableLayout;
import sleeper.testkit.data.RandomRows;
import sleeper.testkit.data.RandomTables;

class ExtentCodecTest {
    private static final Schema SCHEMA = new Schema(
            List.of(Field.required("key", PrimitiveType.INT)),
            List.of(),
            List.of(new Field("text", PrimitiveType.STRING, true)));
    private static final TableLayout LAYOUT = new TableLayout(SCHEMA);
    private static final ExtentCodec CODEC = new ExtentCodec(LAYOUT);
    private static final List<Map<String, Object>> ROWS =
            List.of(Map.of("key", 7, "text", "ab"), Map.of("key", -1), Map.of("key", 9, "text", "c"));

    private static Batch batch(Schema schema, List<Map<String, Object>> rows) {
        TableLayout layout = new TableLayout(schema);
        Batch batch = layout.newBatch();
        RowAppender appender = new RowAppender(schema, layout);
        rows.forEach(row -> appender.append(row, batch));
        return batch;
    }

    private static Extent extent(Batch batch) {
        return new Scatter(6, batch.columns().size())
                .scatter(batch, IntStream.generate(() -> 5).limit(batch.rows()).toArray())
                .extent(0);
    }

    private static byte[] encoded(ExtentCodec codec, Extent... extents) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Extent extent : extents) {
            codec.write(extent, bytes);
        }
        return bytes.toByteArray();
    }

    private static byte[] small() throws IOException {
        return encoded(CODEC, extent(batch(SCHEMA, ROWS)));
    }

    private static Extent decoded(byte[] bytes) throws IOException {
        return CODEC.read(new ByteArrayInputStream(bytes)).orElseThrow();
    }

    private static void assertSame(Batch found, Batch expected) {
        assertThat(found.rows()).isEqualTo(expected.rows());
        for (int i = 0; i < expected.columns().size(); i++) {
            assertThat(cells(found.column(i))).isEqualTo(cells(expected.column(i)));
        }
    }

    private static List<String> cells(Vector vector) {
        return IntStream.range(0, vector.size())
                .mapToObj(row -> vector.isNull(row) ? "null" : cell(vector, row))
                .toList();
    }

    private static String cell(Vector vector, int row) {
        if (vector instanceof BytesVector bytes) {
            return HexFormat.of().formatHex(bytes.get(row));
        }
        return vector instanceof IntVector ints
                ? String.valueOf(ints.get(row))
                : String.valueOf(((LongVector) vector).get(row));
    }

    static LongStream seeds() {
        return LongStream.range(0, 60);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldGiveBackTheRowsThatWereSentOneExtentAfterTheOther(long seed) throws IOException {
        // Given two extents of a random table
        Random random = new Random(seed);
        Schema schema = new RandomTables(seed).schema();
        RandomRows rows = new RandomRows(schema, seed);
        ExtentCodec codec = new ExtentCodec(new TableLayout(schema));
        Batch first = batch(schema, rows.rows(1 + random.nextInt(300)));
        Batch second = batch(schema, rows.rows(1 + random.nextInt(3)));
        byte[] bytes = encoded(codec, extent(first), extent(second));
        assertThat(bytes)
                .hasSize(Math.toIntExact(codec.encodedBytes(extent(first)) + codec.encodedBytes(extent(second))));
        // When
        InputStream from = new ByteArrayInputStream(bytes);
        Extent one = codec.read(from).orElseThrow();
        Extent other = codec.read(from).orElseThrow();
        // Then
        assertThat(codec.read(from)).isEmpty();
        assertThat(List.of(one.leaf(), one.rows(), other.leaf(), other.rows()))
                .containsExactly(5, first.rows(), 5, second.rows());
        Batch found = new TableLayout(schema).newBatch();
        one.appendTo(found);
        assertSame(found, first);
        found.clear();
        other.appendTo(found);
        assertSame(found, second);
    }

    @Test
    void shouldStayReadableByOtherVersionsOfThisProgram() throws IOException {
        // The bytes of version 1, which machines of a mixed fleet send each other
        assertThat(HexFormat.of().formatHex(small()))
                .isEqualTo(
                        "534c585401050000000200000021000000b5b89a73cbe7bec501030300000000030300000007000000ffffffff09000000010001020001616263");
    }

    @Test
    void shouldRefuseEveryDamageOfOneBit() throws IOException {
        byte[] good = small();
        for (int bit = 0; bit < 8 * good.length; bit++) {
            byte[] damaged = good.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> decoded(damaged)).as("bit " + bit).isInstanceOf(BadExtentException.class);
        }
    }

    @Test
    void shouldRefuseEveryCut() throws IOException {
        byte[] good = small();
        for (int length = 1; length < good.length; length++) {
            byte[] cut = Arrays.copyOf(good, length);
            assertThatThrownBy(() -> decoded(cut)).as("length " + length).isInstanceOf(BadExtentException.class);
        }
        assertThatThrownBy(() -> decoded(Arrays.copyOf(good, good.length - 1)))
                .hasMessage("An extent was not read: " + (good.length - 26) + " bytes are there; " + (good.length - 25)
                        + " were announced. Have it sent again, by the same version.");
    }

    @Test
    void shouldRefuseAForeignVersionBeforeAnythingElseOfIt() throws IOException {
        byte[] foreign = Arrays.copyOf(small(), 25);
        foreign[4] = 2;
        Arrays.fill(foreign, 5, 25, (byte) -1);
        assertThatThrownBy(() -> decoded(foreign))
                .hasMessage("An extent was not read: its version is 2; this program reads 1. Have it sent again, by the"
                        + " same version.");
    }

    @Test
    void shouldRefuseAnExtentOfOtherColumns() throws IOException {
        // Given a table with the same number of columns of other kinds, and one with more
        TableLayout longs = new TableLayout(new Schema(
                List.of(Field.required("key", PrimitiveType.LONG)),
                List.of(),
                List.of(new Field("text", PrimitiveType.STRING, true))));
        TableLayout one =
                new TableLayout(new Schema(List.of(Field.required("key", PrimitiveType.INT)), List.of(), List.of()));
        byte[] bytes = small();
        // When / Then
        assertThatThrownBy(() -> new ExtentCodec(longs).read(new ByteArrayInputStream(bytes)))
                .hasMessageContaining("column 0 is stored as kind 1; this table stores it as kind 2");
        assertThatThrownBy(() -> new ExtentCodec(one).read(new ByteArrayInputStream(bytes)))
                .hasMessageContaining("2 columns; this table has 1");
    }

    @Test
    void shouldNeitherFailOtherwiseNorReadOutsideWhateverBytesCarryARightChecksum() throws IOException {
        byte[] good = small();
        Random random = new Random(11);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] forged = good.clone();
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                forged[25 + random.nextInt(forged.length - 25)] =
                        (byte) (random.nextInt(4) == 0 ? -1 : random.nextInt(8));
            }
            sign(forged);
            Batch batch = LAYOUT.newBatch();
            try {
                Extent extent = decoded(forged);
                extent.appendTo(batch);
                assertThat(batch.rows()).isEqualTo(extent.rows());
            } catch (BadExtentException e) {
                refused++;
            }
        }
        assertThat(refused).isBetween(5_000, 19_999);
    }

    @Test
    void shouldAllocateNothingForBytesThatDoNotCome() throws IOException {
        // Given a head, rightly signed, that announces almost 2 GiB
        byte[] head = Arrays.copyOf(small(), 25);
        Bytes.putInt(head, 13, (int) ExtentCodec.MOST_BYTES);
        signHead(head);
        byte[] beyond = head.clone();
        Bytes.putInt(beyond, 13, Integer.MAX_VALUE);
        signHead(beyond);
        // When / Then
        assertThatThrownBy(() -> decoded(head)).hasMessageContaining("0 bytes are there; 2147483584 were announced");
        assertThatThrownBy(() -> decoded(beyond)).hasMessageContaining("2147483647 bytes behind the head");
    }

    @Test
    void shouldAllocateNothingForRowsThatTakeNoBytes() throws IOException {
        // Given an extent of one empty text, rightly signed, that claims to have two billion of them
        Schema texts = new Schema(List.of(Field.required("key", PrimitiveType.STRING)), List.of(), List.of());
        ExtentCodec codec = new ExtentCodec(new TableLayout(texts));
        byte[] bytes = encoded(codec, extent(batch(texts, List.of(Map.of("key", "")))));
        Bytes.putInt(bytes, 26, Integer.MAX_VALUE);
        sign(bytes);
        // When / Then
        assertThatThrownBy(() -> codec.read(new ByteArrayInputStream(bytes)))
                .isInstanceOf(BadExtentException.class)
                .hasMessageContaining("it has 2147483647 rows; from 1 to 16777216 are allowed");
    }

    private static void sign(byte[] bytes) {
        CRC32C sum = new CRC32C();
        sum.update(bytes, 25, bytes.length - 25);
        Bytes.putInt(bytes, 17, (int) sum.getValue());
        signHead(bytes);
    }

    private static void signHead(byte[] bytes) {
        CRC32C sum = new CRC32C();
        sum.update(bytes, 0, 21);
        Bytes.putInt(bytes, 21, (int) sum.getValue());
    }
}
