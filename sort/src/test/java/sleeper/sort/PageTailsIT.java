package sleeper.sort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sleeper.sort.reference.HandMadeFile.joined;
import static sleeper.sort.reference.HandMadeFile.levels;
import static sleeper.sort.reference.HandMadeFile.longs;
import static sleeper.sort.reference.HandMadeFile.texts;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.parquet.format.Encoding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.schema.Field;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.sort.reference.HandMadeFile;
import sleeper.sort.reference.HandMadeFile.Page;
import sleeper.sort.reference.LoadedTable;

/** What stands behind a page's last value, and what a version 2 page says of its nulls. */
class PageTailsIT {
    private static final String NUMBERS = "message m { required int64 key; }";
    private static final String NULLABLE = "message m { required int64 key; optional int64 value; }";
    private static final String TEXTS = "message m { required binary key (UTF8); }";

    @TempDir
    Path root;

    private static Schema keyed(PrimitiveType key, Field... values) {
        return new Schema(List.of(Field.required("key", key)), List.of(), Arrays.asList(values));
    }

    private List<Map<String, Object>> loaded(HandMadeFile file, Schema schema) throws IOException {
        file.write(root.resolve("in/f.parquet"));
        return LoadedTable.rows(root, schema, "f.parquet");
    }

    static Stream<Arguments> pagesWithEightZerosBehind() {
        byte[] zeros = new byte[8];
        return Stream.of(
                Arguments.of(Encoding.PLAIN, NUMBERS, PrimitiveType.LONG, 7L, joined(longs(7), zeros)),
                Arguments.of(Encoding.BYTE_STREAM_SPLIT, NUMBERS, PrimitiveType.LONG, 7L, joined(longs(7), zeros)),
                Arguments.of(Encoding.PLAIN, TEXTS, PrimitiveType.STRING, "x", joined(texts("x"), zeros)),
                Arguments.of(
                        Encoding.DELTA_LENGTH_BYTE_ARRAY,
                        TEXTS,
                        PrimitiveType.STRING,
                        "x",
                        joined(new byte[] {(byte) 0x80, 1, 4, 1, 2, 'x'}, zeros)));
    }

    @ParameterizedTest(name = "{0} {2}")
    @MethodSource("pagesWithEightZerosBehind")
    void shouldPassOverTheZerosThatAWriterPutBehindTheValues(
            Encoding encoding, String message, PrimitiveType key, Object value, byte[] body) throws IOException {
        // Given a page of one value, and eight zeros
        HandMadeFile file = new HandMadeFile(1, message).column(Page.v1(1, body).in(encoding));
        // When / Then
        assertThat(loaded(file, keyed(key))).containsExactly(Map.of("key", value));
    }

    @Test
    void shouldRefuseMoreZerosThanAnyWriterPutsBehindTheValues() {
        // Given
        byte[] zeros = new byte[9];
        // When / Then
        assertThatThrownBy(() -> loaded(
                        new HandMadeFile(1, NUMBERS).column(Page.v1(1, longs(7), zeros)), keyed(PrimitiveType.LONG)))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT_FILE))
                .hasMessageContaining("found a page with 9 bytes behind its last value; allowed: at most 8, all zero");
    }

    @Test
    void shouldRefuseAnythingButZerosBehindTheValues() {
        // Given a value that no row asks for
        byte[] more = longs(1L << 56);
        // When / Then
        assertThatThrownBy(() -> loaded(
                        new HandMadeFile(1, NUMBERS).column(Page.v1(1, longs(7), more)), keyed(PrimitiveType.LONG)))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT_FILE))
                .hasMessageContaining("8 bytes behind its last value");
    }

    @Test
    void shouldCountTheNullsOfAPageThatDoesNotSayHowManyItHas() throws IOException {
        // Given a version 2 page whose writer kept no statistics
        HandMadeFile file = new HandMadeFile(3, NULLABLE)
                .column(Page.v1(3, longs(1, 2, 3)))
                .column(Page.v2(3, -1, levels(1, 0, 1), longs(10, 30)));
        // When
        List<Map<String, Object>> rows =
                loaded(file, keyed(PrimitiveType.LONG, Field.nullable("value", PrimitiveType.LONG)));
        // Then
        assertThat(rows).extracting(row -> row.get("value")).containsExactly(10L, null, 30L);
    }

    @ParameterizedTest
    @ValueSource(ints = {-2, 0, 2, Integer.MIN_VALUE})
    void shouldRefuseAPageThatSaysAnotherNumberOfNullsThanItHas(int nulls) {
        assertThatThrownBy(() -> loaded(
                        new HandMadeFile(3, NULLABLE)
                                .column(Page.v1(3, longs(1, 2, 3)))
                                .column(Page.v2(3, nulls, levels(1, 0, 1), longs(10, 30))),
                        keyed(PrimitiveType.LONG, Field.nullable("value", PrimitiveType.LONG))))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT_FILE))
                .hasMessageContaining("found a page with 1 nulls; allowed: " + nulls + ", as its header says");
    }

    @Test
    void shouldReadAPageOfNullsWhoseHeaderCountsNone() throws IOException {
        // Given a version 2 page of nothing but nulls, as Arrow Go writes it
        HandMadeFile file =
                new HandMadeFile(3, NULLABLE).column(Page.v1(3, longs(1, 2, 3))).column(Page.v2(3, 0, levels(0, 0, 0)));
        // When
        List<Map<String, Object>> rows =
                loaded(file, keyed(PrimitiveType.LONG, Field.nullable("value", PrimitiveType.LONG)));
        // Then
        assertThat(rows).extracting(row -> row.get("value")).containsExactly(null, null, null);
    }

    @Test
    void shouldReadAPageOfNullsWhoseHeaderCountsNoneBehindAnEmptyDictionary() throws IOException {
        // Given a page of nothing but nulls, whose indexes are their width alone
        Page page = Page.v2(3, 0, levels(0, 0, 0), new byte[1]).in(Encoding.RLE_DICTIONARY);
        HandMadeFile file =
                new HandMadeFile(3, NULLABLE).column(Page.v1(3, longs(1, 2, 3))).column(Page.dictionary(0), page);
        // When
        List<Map<String, Object>> rows =
                loaded(file, keyed(PrimitiveType.LONG, Field.nullable("value", PrimitiveType.LONG)));
        // Then
        assertThat(rows).extracting(row -> row.get("value")).containsExactly(null, null, null);
    }

    @Test
    void shouldRefuseAPageOfNullsWhoseHeaderCountsNoneIfItHasBytesOfValues() {
        assertThatThrownBy(() -> loaded(
                        new HandMadeFile(3, NULLABLE)
                                .column(Page.v1(3, longs(1, 2, 3)))
                                .column(Page.v2(3, 0, levels(0, 0, 0), new byte[1])),
                        keyed(PrimitiveType.LONG, Field.nullable("value", PrimitiveType.LONG))))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT_FILE))
                .hasMessageContaining("found a page with 3 nulls; allowed: 0, as its header says");
    }
}
