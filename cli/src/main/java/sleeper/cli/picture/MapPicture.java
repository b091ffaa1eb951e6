package sleeper.cli.picture;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import sleeper.cli.frame.Words;
import sleeper.core.key.KeyValue;
import sleeper.core.key.Range;
import sleeper.statestore.table.KeySpaceMap;
import sleeper.statestore.table.KeySpaceMap.Band;
import sleeper.statestore.table.KeySpaceMap.Leaf;

/** Draws a table's key space: a line for each leaf, or for several that lie side by side, with a bar as long as it has rows. */
public final class MapPicture {
    /** Lines around those of the leaves. */
    private static final int OTHER_LINES = 10;

    private static final int LEAST_BANDS = 8;
    private static final int LEAST_BAR = 6;
    private static final int MOST_BAR = 40;
    private static final int LEAST_KEYS = 12;
    private static final int MOST_ID = 10;
    private static final String GAP = "  ";
    private static final String FILES = "files";
    private static final String SHARED = "shared";
    private static final String SIZE = "size";

    private final KeySpaceMap map;
    private final Paper paper;
    private final Lettering lettering;
    private final KeyWords keys;
    private final List<Band> bands;

    public MapPicture(KeySpaceMap map, Paper paper) {
        this.map = map;
        this.paper = paper;
        this.lettering = new Lettering(paper);
        this.keys = new KeyWords(lettering);
        this.bands = map.bands(Math.max(LEAST_BANDS, paper.lines() - OTHER_LINES));
    }

    /** @return lines, none wider than the paper */
    public List<String> lines() {
        List<String> lines = new ArrayList<>(sums());
        lines.add("");
        lines.addAll(table());
        List<String> notes = notes();
        if (!notes.isEmpty()) {
            lines.add("");
            lines.addAll(notes);
        }
        return lines.stream()
                .map(line -> lettering.cut(line, paper.columns()).stripTrailing())
                .toList();
    }

    private List<String> sums() {
        List<String> lines = new ArrayList<>();
        OptionalDouble ratio = map.mostToMean();
        if (ratio.isEmpty()) {
            lines.add("no rows in " + Words.count(map.leaves().size(), "partition"));
            return lines;
        }
        lines.add(String.format(
                Locale.ROOT,
                "most   %s, %.1f %s the mean of %s",
                words(map.most()),
                ratio.getAsDouble(),
                Glyph.TIMES.on(paper),
                Words.count(Math.round(map.meanRows()))));
        lines.add("least  " + words(map.least()));
        if (map.emptyLeaves() > 0) {
            lines.add("empty  " + Words.count(map.emptyLeaves(), "partition"));
        }
        return lines;
    }

    private static String words(Leaf leaf) {
        return leaf.partition().id() + ": " + Words.count(leaf.rows(), "row");
    }

    private String id(Leaf leaf) {
        return lettering.cutMiddle(leaf.partition().id().value(), MOST_ID);
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>();
        if (bands.size() < map.leaves().size()) {
            notes.add("A line of several leaves sums them up, and its bar is that of the largest of them.");
        }
        if (map.mostSharedFiles() > 0) {
            notes.add("A shared file was cut for more than the partition: it counts whole for each that it overlaps.");
        }
        return notes.stream().flatMap(note -> paper.wrapped(note).stream()).toList();
    }

    private List<String> table() {
        List<TextColumn> numbers = numbers();
        TextColumn ids = TextColumn.words("partition", bands.stream().map(this::name));
        for (String spared : List.of(SIZE, SHARED, FILES)) {
            if (paper.columns() - width(ids, numbers) < GAP.length() + LEAST_KEYS + LEAST_BAR) {
                numbers.removeIf(column -> column.header().equals(spared));
            }
        }
        int taken = width(ids, numbers);
        List<TextColumn> ranges = ranges(paper.columns() - taken - LEAST_BAR);
        int left = paper.columns()
                - taken
                - ranges.stream()
                        .mapToInt(column -> GAP.length() + column.width())
                        .sum();
        List<TextColumn> columns = new ArrayList<>(List.of(ids));
        columns.addAll(ranges);
        columns.addAll(numbers);
        columns.add(bars(Math.max(LEAST_BAR, Math.min(MOST_BAR, left))));
        return TextColumn.lines(columns, GAP);
    }

    /** @return with the gap before the bars */
    private static int width(TextColumn ids, List<TextColumn> numbers) {
        return ids.width()
                + numbers.stream()
                        .mapToInt(column -> GAP.length() + column.width())
                        .sum()
                + GAP.length();
    }

    private String name(Band band) {
        return band.single()
                .map(this::id)
                .orElseGet(() -> Words.count(band.leaves().size(), "leaf", "leaves"));
    }

    private List<TextColumn> numbers() {
        List<TextColumn> columns = new ArrayList<>();
        columns.add(TextColumn.numbers(
                FILES, bands.stream().map(band -> Words.count(band.totals().files()))));
        if (map.mostSharedFiles() > 0) {
            columns.add(TextColumn.numbers(
                    SHARED, bands.stream().map(band -> Words.count(band.totals().sharedFiles()))));
        }
        columns.add(TextColumn.numbers(
                "rows", bands.stream().map(band -> Words.count(band.totals().rows()))));
        columns.add(TextColumn.numbers(
                SIZE, bands.stream().map(band -> Words.bytes(band.totals().bytes()))));
        columns.add(TextColumn.numbers("share", bands.stream().map(this::share)));
        return columns;
    }

    private String share(Band band) {
        double percent = 100 * map.share(band.totals().rows());
        return percent > 0 && percent < 1 ? "<1 %" : Math.round(percent) + " %";
    }

    /** A column for each row key field that there is room for; the header of the last says how many more there are. */
    private List<TextColumn> ranges(int room) {
        int fields = map.fields().size();
        int shown = Math.max(1, Math.min(fields, room / (LEAST_KEYS + GAP.length())));
        List<String> headers = new ArrayList<>();
        List<List<Range>> hulls = new ArrayList<>();
        for (int field = 0; field < shown; field++) {
            int index = field;
            String more = field == shown - 1 && shown < fields ? " (+" + (fields - shown) + ")" : "";
            headers.add(lettering.plain(map.fields().get(field)) + more);
            hulls.add(bands.stream().map(band -> hull(band, index)).toList());
        }
        List<Integer> widths = widths(
                IntStream.range(0, shown)
                        .mapToObj(field -> range(headers.get(field), hulls.get(field), Integer.MAX_VALUE)
                                .width())
                        .toList(),
                room - shown * GAP.length());
        return IntStream.range(0, shown)
                .mapToObj(field -> range(headers.get(field), hulls.get(field), widths.get(field)))
                .toList();
    }

    private TextColumn range(String header, List<Range> hulls, int width) {
        return TextColumn.words(
                lettering.cutMiddle(header, width), hulls.stream().map(hull -> keys.range(hull, width)));
    }

    /** @return for each column what it wants, or a fair part of the room: what a narrow one leaves goes to the wider ones */
    private static List<Integer> widths(List<Integer> wanted, int room) {
        Integer[] widths = wanted.toArray(Integer[]::new);
        List<Integer> narrowFirst = IntStream.range(0, widths.length)
                .boxed()
                .sorted(Comparator.comparingInt(wanted::get))
                .toList();
        int left = room;
        for (int i = 0; i < widths.length; i++) {
            int column = narrowFirst.get(i);
            int fair = Math.max(LEAST_KEYS, left / (widths.length - i));
            widths[column] = Math.min(wanted.get(column), fair);
            left -= widths[column];
        }
        return List.of(widths);
    }

    /** Leaves that lie side by side in the tree need not be a box: these are the least and the greatest bounds of any. */
    private static Range hull(Band band, int field) {
        List<Range> ranges = band.leaves().stream()
                .map(leaf -> leaf.partition().region().ranges().get(field))
                .toList();
        return new Range(
                bound(ranges.stream().map(Range::min)).flatMap(all -> all.min(KeyValue::compareTo)),
                bound(ranges.stream().map(Range::max)).flatMap(all -> all.max(KeyValue::compareTo)));
    }

    /** @return the bounds, unless one of them is open */
    private static Optional<Stream<KeyValue>> bound(Stream<Optional<KeyValue>> bounds) {
        List<Optional<KeyValue>> all = bounds.toList();
        return all.stream().allMatch(Optional::isPresent)
                ? Optional.of(all.stream().flatMap(Optional::stream))
                : Optional.empty();
    }

    private TextColumn bars(int width) {
        long most = map.most().rows();
        return TextColumn.words("", bands.stream().map(band -> bar(band.mostRows(), most, width)));
    }

    private String bar(long rows, long most, int width) {
        long full = most == 0 ? 0 : Math.round((double) width * rows / most);
        return rows > 0 && full == 0
                ? Glyph.SOME.on(paper)
                : Glyph.BAR.on(paper).repeat((int) full);
    }
}
