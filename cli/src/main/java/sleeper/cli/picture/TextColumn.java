package sleeper.cli.picture;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A column of a table, which is as wide as its widest cell on a terminal.
 *
 * @param header  what stands above it
 * @param cells   its cells, from the first line to the last
 * @param isRight whether they stand at its right
 */
record TextColumn(String header, List<String> cells, boolean isRight) {
    static TextColumn words(String header, Stream<String> cells) {
        return new TextColumn(header, cells.toList(), false);
    }

    static TextColumn numbers(String header, Stream<String> cells) {
        return new TextColumn(header, cells.toList(), true);
    }

    int width() {
        return Stream.concat(Stream.of(header), cells.stream())
                .mapToInt(Lettering::width)
                .max()
                .orElse(0);
    }

    /** @return the header's line and those of the cells */
    static List<String> lines(List<TextColumn> columns, String gap) {
        List<List<String>> padded = columns.stream().map(TextColumn::padded).toList();
        List<String> lines = new ArrayList<>();
        for (int i = 0; i <= columns.get(0).cells().size(); i++) {
            int line = i;
            lines.add(padded.stream().map(column -> column.get(line)).collect(Collectors.joining(gap)));
        }
        return lines;
    }

    private List<String> padded() {
        int width = width();
        return Stream.concat(Stream.of(header), cells.stream())
                .map(cell -> isRight ? Lettering.right(cell, width) : Lettering.left(cell, width))
                .toList();
    }
}
