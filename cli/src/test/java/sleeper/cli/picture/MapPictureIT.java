package sleeper.cli.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.core.key.KeyValue;
import sleeper.core.partition.PartitionTree;
import sleeper.statestore.table.KeySpaceMap;
import sleeper.statestore.table.KeySpaceMap.Leaf;
import sleeper.statestore.table.LeafTotals.Totals;

class MapPictureIT {
    private static final Paper PAPER = new Paper(80, 40, true);

    private static List<KeyValue> texts(String... values) {
        return Stream.of(values).<KeyValue>map(KeyValue.OfString::new).toList();
    }

    private static List<KeyValue> numbers(int count) {
        return IntStream.rangeClosed(1, count)
                .<KeyValue>mapToObj(i -> new KeyValue.OfLong(1_000L * i))
                .toList();
    }

    /** @param rows of each leaf, by its index in the tree */
    private static KeySpaceMap map(List<String> fields, PartitionTree tree, IntToLongFunction rows) {
        return map(fields, tree, rows, 0);
    }

    private static KeySpaceMap map(List<String> fields, PartitionTree tree, IntToLongFunction rows, long shared) {
        Iterator<Integer> index = IntStream.iterate(0, i -> i + 1).iterator();
        List<Leaf> leaves = tree.leaves().stream()
                .map(leaf -> {
                    long count = rows.applyAsLong(index.next());
                    return new Leaf(leaf, new Totals(count == 0 ? 0 : 1 + shared, shared, count, 100 * count));
                })
                .toList();
        return new KeySpaceMap(fields, leaves);
    }

    private static KeySpaceMap map(List<KeyValue> cuts, long... rows) {
        return map(List.of("key"), PartitionTree.ofGrid(List.of(cuts)), i -> rows[i]);
    }

    private static List<String> picture(KeySpaceMap map, Paper paper) {
        return new MapPicture(map, paper).lines();
    }

    @Test
    void shouldShowSkewAtAGlance() throws IOException {
        KeySpaceMap map = map(texts("g", "n", "station-42", "w"), 120_000, 4_000, 910_000, 60, 0);

        Golden.expect("map-skew", PAPER, picture(map, PAPER));
    }

    @ParameterizedTest
    @ValueSource(strings = {"de-DE", "ar-EG-u-nu-arab"})
    void shouldWriteAllNumbersAlikeUnderAnyLocale(String tag) {
        // Given
        KeySpaceMap map = map(texts("m"), 500, 1_500);
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag(tag));
            // When / Then
            assertThat(picture(map, PAPER).get(0)).endsWith(": 1,500 rows, 1.5 × the mean of 1,000");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void shouldGroupTenThousandLeavesAndLeaveTheHeaviestAlone() throws IOException {
        KeySpaceMap map = map(
                List.of("id"),
                PartitionTree.ofGrid(List.of(numbers(9_999))),
                i -> i == 7_123 ? 2_000_000 : 10_000 + i % 7 * 100);

        List<String> picture = picture(map, PAPER);
        assertThat(picture).hasSizeLessThanOrEqualTo(PAPER.lines());
        Golden.expect("map-ten-thousand", PAPER, picture);
    }

    @Test
    void shouldShowARangeForEachOfSeveralDimensions() throws IOException {
        PartitionTree tree = PartitionTree.ofGrid(List.of(texts("customer-500"), numbers(2)));

        Golden.expect("map-two-dimensions", PAPER, picture(map(List.of("customer", "at"), tree, i -> 10L * i), PAPER));
    }

    @Test
    void shouldShowATableWithoutRows() throws IOException {
        Golden.expect("map-empty", PAPER, picture(map(texts("m"), 0, 0), PAPER));
    }

    @Test
    void shouldShowATableWithOneLeaf() throws IOException {
        Golden.expect("map-one-leaf", PAPER, picture(map(List.of(), 12), PAPER));
    }

    @Test
    void shouldSayThatFilesWereCutForMoreThanALeaf() throws IOException {
        KeySpaceMap map = map(List.of("key"), PartitionTree.ofGrid(List.of(texts("m"))), i -> 10 + i, 2);

        Golden.expect("map-shared", PAPER, picture(map, PAPER));
    }

    @Test
    void shouldShowKeysExactlyAndHarmlessly() throws IOException {
        // Given keys with quotes, control characters, marks and overrides of direction, wide and joined characters
        List<KeyValue> cuts = texts("\t\"a\\b\"", "a\u001B[2J", "b\u202Egpj.exe", "c\u200Fд", "漢字", "\uD83D\uDE00");
        KeySpaceMap map = map(List.of("<b>key\u202E</b>"), PartitionTree.ofGrid(List.of(cuts)), i -> 5 + i);

        List<String> picture = picture(map, PAPER);
        assertThat(String.join("\n", picture)).doesNotContain("\u202E", "\u200F", "\u001B");
        Golden.expect("map-harmful-keys", PAPER, picture);
    }

    @Test
    void shouldDrawWithAsciiAlone() throws IOException {
        Paper ascii = new Paper(72, 40, false);

        List<String> picture = picture(map(texts("größe", "漢字"), 1, 400, 20), ascii);
        assertThat(String.join("\n", picture)).matches("[\\n -~]*");
        Golden.expect("map-ascii", ascii, picture);
    }

    @Test
    void shouldCutLongKeysInTheirMiddle() throws IOException {
        String prefix = "a-very-long-prefix-of-all-keys/".repeat(20);

        Golden.expect("map-long-keys", PAPER, picture(map(texts(prefix + "1", prefix + "2"), 5, 6, 7), PAPER));
    }

    @Test
    void shouldLeaveOutWhatANarrowTerminalHasNoRoomFor() throws IOException {
        Paper narrow = new Paper(50, 20, true);

        List<String> picture = picture(map(texts("station-25", "station-50"), 25_000, 250_000, 1_000), narrow);
        Golden.expect("map-narrow", narrow, picture);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 20, 40, 79, 200})
    void shouldDrawNoLineWiderThanThePaper(int columns) {
        List<List<KeyValue>> cuts = new ArrayList<>();
        List<String> fields = new ArrayList<>();
        for (int field = 0; field < 6; field++) {
            fields.add("漢字" + "x".repeat(30) + field);
            cuts.add(texts("漢字".repeat(50)));
        }
        KeySpaceMap map = map(fields, PartitionTree.ofGrid(cuts), i -> i);

        assertThat(picture(map, new Paper(columns, 30, true)))
                .allSatisfy(line -> assertThat(Lettering.width(line)).isLessThanOrEqualTo(columns));
    }
}
