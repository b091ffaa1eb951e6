package sleeper.cli.rows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import sleeper.api.row.RowJson;
import sleeper.cli.frame.Words;
import sleeper.core.schema.Field;

/**
 * Prints rows under their fields' names, in columns as wide as the first rows want. Rows after these are printed as they come,
 * so that any number of them needs little memory. For one thread.
 */
final class RowPrinter {
    private static final int ROWS_MEASURED = 100;
    private static final int MAX_WIDTH = 60;

    private final List<String> names;
    private final Consumer<String> lines;
    private final List<List<String>> held = new ArrayList<>();
    private int[] widths;

    RowPrinter(List<Field> fields, Consumer<String> lines) {
        this.names = fields.stream().map(Field::name).toList();
        this.lines = lines;
    }

    void print(Map<String, Object> row) {
        List<String> cells = row.values().stream().map(RowPrinter::cell).toList();
        if (widths != null) {
            lines.accept(line(cells));
            return;
        }
        held.add(cells);
        if (held.size() == ROWS_MEASURED) {
            finish();
        }
    }

    /** Comes after the last row. */
    void finish() {
        if (widths == null) {
            widths = new int[names.size()];
            widen(names);
            held.forEach(this::widen);
            lines.accept(line(names));
            held.forEach(cells -> lines.accept(line(cells)));
            held.clear();
        }
    }

    private void widen(List<String> cells) {
        for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.min(MAX_WIDTH, Math.max(widths[i], cells.get(i).length()));
        }
    }

    private String line(List<String> cells) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            line.append(cells.get(i));
            if (i < cells.size() - 1) {
                line.append(" ".repeat(Math.max(0, widths[i] - cells.get(i).length()) + 2));
            }
        }
        return line.toString().stripTrailing();
    }

    /** What could break the line or move the cursor does not reach the terminal. */
    private static String cell(Object value) {
        return Words.harmless(RowJson.words(value)).replace('\n', ' ');
    }
}
