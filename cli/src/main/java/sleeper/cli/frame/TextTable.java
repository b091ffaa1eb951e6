package sleeper.cli.frame;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A table of texts for a terminal: no frame, numbers to the right. For one thread. */
public final class TextTable {
    private static final int MAX_CELL_CHARS = 200;

    private final List<Column> columns = new ArrayList<>();
    private final List<Object[]> rows = new ArrayList<>();

    /** Adds a column of words. */
    public TextTable words(String header) {
        return column(header, HorizontalAlign.LEFT);
    }

    /** Adds a column of numbers. */
    public TextTable numbers(String header) {
        return column(header, HorizontalAlign.RIGHT);
    }

    private TextTable column(String header, HorizontalAlign align) {
        columns.add(
                new Column().header(header).headerAlign(align).dataAlign(align).maxWidth(MAX_CELL_CHARS));
        return this;
    }

    /**
     * Adds a row.
     *
     * @param cells one for each column
     */
    public TextTable row(Object... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(cells.length + " cells for " + columns.size() + " columns");
        }
        rows.add(Arrays.stream(cells).map(String::valueOf).toArray());
        return this;
    }

    /** @return lines without white space at their ends; the header first */
    @Override
    public String toString() {
        String table = AsciiTable.getTable(
                AsciiTable.NO_BORDERS, columns.toArray(Column[]::new), rows.toArray(Object[][]::new));
        return table.lines()
                .map(line -> line.substring(1).stripTrailing())
                .collect(Collectors.joining(System.lineSeparator()));
    }
}
