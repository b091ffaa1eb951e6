package sleeper.sort.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sleeper.sort.column.Batch;
import sleeper.sort.column.BytesVector;
import sleeper.sort.column.LongVector;

/**
 * Keys that are made to be hard to sort. What a sort costs is counted in words read, and held against the words that any sort
 * has to read: those that each row shares with its neighbour in the order, and one more.
 */
class AdversarialKeysTest {
    /** Steps read a word twice, and merging reads one a pass. */
    private static final int WORDS_A_ROW = 80;

    static LongStream seeds() {
        return LongStream.range(0, 400);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static Batch keys(List<byte[]> values) {
        BytesVector column = new BytesVector();
        values.forEach(value -> column.append(withSlack(value), 0, value.length));
        return new Batch(List.of(column));
    }

    /** Keys of two columns and a long between them. */
    private static Batch keys(List<byte[]> first, long[] second, List<byte[]> third) {
        BytesVector one = new BytesVector();
        LongVector two = new LongVector();
        BytesVector three = new BytesVector();
        for (int i = 0; i < second.length; i++) {
            one.append(withSlack(first.get(i)), 0, first.get(i).length);
            two.append(second[i]);
            three.append(withSlack(third.get(i)), 0, third.get(i).length);
        }
        return new Batch(List.of(one, two, three));
    }

    private static byte[] withSlack(byte[] value) {
        return Arrays.copyOf(value, value.length + 16);
    }

    private static List<byte[]> inOrder(int count, IntFunction<byte[]> value) {
        return IntStream.range(0, count).mapToObj(value).toList();
    }

    private static List<byte[]> values(int count, IntFunction<byte[]> value) {
        List<byte[]> values = new ArrayList<>(inOrder(count, value));
        Collections.shuffle(values, new Random(count));
        return values;
    }

    /** Sorts, and checks order, completeness, depth and cost. */
    private static void sortsWell(Batch batch, int mostWordsForNeeded) {
        int rows = batch.rows();
        int keyCount = batch.columns().size();
        RowSorter sorter = new RowSorter(keyCount);
        // When
        int[] order = sorter.sort(batch);
        // Then
        assertThat(IntStream.of(order).limit(rows).sorted().toArray())
                .isEqualTo(IntStream.range(0, rows).toArray());
        KeyComparison neighbours = new KeyComparison(batch.columns());
        for (int i = 1; i < rows; i++) {
            assertThat(neighbours.compare(order[i - 1], order[i], 0)).isLessThanOrEqualTo(0);
        }
        assertThat(sorter.deepest()).isLessThanOrEqualTo(RowSorter.MOST_STEPS);
        assertThat(sorter.wordsRead())
                .as("words read, where %s are needed", neighbours.words())
                .isLessThanOrEqualTo(mostWordsForNeeded * neighbours.words() + (long) WORDS_A_ROW * rows);
    }

    @Test
    void shouldSortKeysOfWhichEachIsAlmostAPrefixOfTheNext() {
        // Given key i is 'a' x 8i and a 'b'
        sortsWell(keys(values(4_000, i -> bytes("a".repeat(8 * i) + "b"))), 4);
    }

    @Test
    void shouldSortKeysOfWhichEachIsAPrefixOfTheNext() {
        sortsWell(keys(values(4_000, i -> bytes("a".repeat(8 * i)))), 4);
    }

    @Test
    void shouldSortKeysOfWhichEachSharesLessWithTheFirstThanTheOneBefore() {
        // Given the longest first, so that each row is compared with it over all that the two share
        sortsWell(keys(inOrder(4_000, i -> bytes("a".repeat(8 * (4_000 - i)) + "b"))), 4);
        sortsWell(keys(inOrder(4_000, i -> bytes("a".repeat(8 * (4_000 - i))))), 4);
    }

    @Test
    void shouldSortKeysOfZerosThatDifferInLengthAlone() {
        sortsWell(keys(values(4_000, i -> new byte[7 * i])), 4);
    }

    @Test
    void shouldSortOneKeyAMillionTimes() {
        byte[] key = bytes("the one key");
        sortsWell(keys(values(1_000_000, i -> key)), 4);
    }

    @Test
    void shouldSortLongKeysThatDifferInTheirLastBytes() {
        String prefix = "p".repeat(64 << 10);
        sortsWell(keys(values(1_000, i -> bytes(prefix + i))), 4);
    }

    @Test
    void shouldSortFewKeysOfALongPrefixInManyGroups() {
        // Given groups of a dozen rows that share much, each too small for a step
        String shared = "s".repeat(4_000);
        sortsWell(keys(values(6_000, i -> bytes("%06d%s%02d".formatted(i / 12, shared, i % 12)))), 4);
    }

    @Test
    void shouldSortByALaterColumnWhereAllBeforeItAreEqual() {
        Random random = new Random(1);
        List<byte[]> first = values(4_000, i -> bytes("f".repeat(5_000)));
        List<byte[]> third = values(4_000, i -> bytes("a".repeat(8 * i) + "b"));
        sortsWell(keys(first, new long[4_000], third), 4);
        sortsWell(keys(third, random.longs(4_000, 0, 3).toArray(), first), 4);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldSortKeysMadeOfFewPiecesByTheirBytes(long seed) {
        // Given keys of random pieces, so that they share prefixes of all lengths; zeros and 0xFF among them
        Random random = new Random(seed);
        byte[][] pieces = new byte[1 + random.nextInt(4)][];
        for (int i = 0; i < pieces.length; i++) {
            pieces[i] = new byte[random.nextInt(20)];
            byte filler = (byte) (random.nextInt(3) * 127);
            Arrays.fill(pieces[i], filler);
        }
        int rows = 1 + random.nextInt(600);
        int most = 1 + random.nextInt(60);
        IntFunction<byte[]> value = i -> {
            byte[] made = new byte[0];
            for (int n = random.nextInt(most); n > 0; n--) {
                byte[] piece = pieces[random.nextInt(pieces.length)];
                int start = made.length;
                made = Arrays.copyOf(made, start + piece.length);
                System.arraycopy(piece, 0, made, start, piece.length);
            }
            return made;
        };
        // When / Then
        sortsWell(keys(values(rows, value)), 8);
        sortsWell(keys(values(rows, value), random.longs(rows, -1, 2).toArray(), values(rows, value)), 8);
    }
}
