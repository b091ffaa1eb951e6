package sleeper.sort.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sleeper.core.schema.Field;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.sort.column.Batch;
import sleeper.sort.reference.ReferenceSort;
import sleeper.sort.rows.RowAppender;
import sleeper.sort.schema.TableLayout;
import sleeper.testkit.data.RandomRows;
import sleeper.testkit.data.RandomTables;

class RowSorterTest {
    static LongStream seeds() {
        return LongStream.range(0, 300);
    }

    private static List<Map<String, Object>> sorted(Schema schema, List<Map<String, Object>> rows) {
        TableLayout layout = new TableLayout(schema);
        Batch batch = layout.newBatch();
        RowAppender appender = new RowAppender(schema, layout);
        rows.forEach(row -> appender.append(row, batch));
        int[] order = new RowSorter(layout.keyCount()).sort(batch);
        assertThat(IntStream.of(order).limit(rows.size()).sorted().toArray())
                .isEqualTo(IntStream.range(0, rows.size()).toArray());
        return IntStream.of(order).limit(rows.size()).mapToObj(rows::get).toList();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldSortAnyKeysAsTheReferenceDoes(long seed) {
        // Given
        Random random = new Random(seed);
        Schema any = new RandomTables(seed).schema();
        Schema keys = new Schema(any.rowKeyFields(), any.sortKeyFields(), List.of());
        List<Map<String, Object>> rows = new RandomRows(keys, seed).rows(random.nextInt(3_000));
        // When / Then
        assertThat(sorted(keys, rows)).isSortedAccordingTo(ReferenceSort.byKeys(keys));
    }

    @Test
    void shouldTellMissingBytesFromZeros() {
        // Given values that differ in how many zeros they end in, and in what comes behind the zeros
        Schema schema = new Schema(List.of(Field.required("key", PrimitiveType.BYTEARRAY)), List.of(), List.of());
        Random random = new Random(3);
        List<Map<String, Object>> rows = IntStream.range(0, 2_000)
                .mapToObj(i -> {
                    byte[] key = new byte[random.nextInt(24)];
                    if (key.length > 0 && random.nextBoolean()) {
                        key[key.length - 1] = (byte) random.nextInt();
                    }
                    return Map.<String, Object>of("key", key);
                })
                .toList();
        // When / Then
        assertThat(sorted(schema, rows)).isSortedAccordingTo(ReferenceSort.byKeys(schema));
    }

    @Test
    void shouldSortLongKeysThatShareAlmostEverything() {
        // Given keys of ten thousand equal bytes and a few that differ
        Schema schema = new Schema(List.of(Field.required("key", PrimitiveType.STRING)), List.of(), List.of());
        Random random = new Random(5);
        String shared = "x".repeat(10_000);
        List<Map<String, Object>> rows = IntStream.range(0, 1_000)
                .mapToObj(i -> Map.<String, Object>of("key", shared + random.nextInt(300)))
                .toList();
        // When / Then
        assertThat(sorted(schema, rows)).isSortedAccordingTo(ReferenceSort.byKeys(schema));
    }
}
