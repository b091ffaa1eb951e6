package sleeper.sort.encode;

import java.util.Arrays;
import sleeper.sort.column.IntVector;
import sleeper.sort.column.Vector;
import sleeper.sort.schema.LeafColumn;

/** What one page will hold: levels, and the values that are there, in the rows' order. For one thread; used again. */
final class PageValues {
    private final LeafColumn column;
    private final Vector values;
    private int[] definitions = new int[0];
    private int[] repetitions = new int[0];
    private int rows;
    private int entries;

    PageValues(LeafColumn column) {
        this(column, column.type().storage().newVector());
    }

    private PageValues(LeafColumn column, Vector values) {
        this.column = column;
        this.values = values;
    }

    /** A page whose values are numbers of values in a dictionary. */
    static PageValues ofCodes(LeafColumn column) {
        return new PageValues(column, new IntVector());
    }

    void clear() {
        values.clear();
        rows = 0;
        entries = 0;
    }

    Vector values() {
        return values;
    }

    int rows() {
        return rows;
    }

    /** @return values and places where there is none */
    int entries() {
        return entries;
    }

    int nulls() {
        return entries - values.size();
    }

    int[] definitions() {
        return definitions;
    }

    int[] repetitions() {
        return repetitions;
    }

    /** Counts rows that all have one value each. */
    void addRows(int count) {
        if (column.maxDefinition() > 0) {
            room(count);
            Arrays.fill(definitions, entries, entries + count, column.maxDefinition());
        }
        rows += count;
        entries += count;
    }

    void addRow() {
        rows++;
    }

    void addEntry(int repetition, int definition) {
        room(1);
        definitions[entries] = definition;
        repetitions[entries] = repetition;
        entries++;
    }

    private void room(int more) {
        if (definitions.length < entries + more) {
            int length = Math.max(entries + more, 2 * definitions.length);
            definitions = Arrays.copyOf(definitions, length);
            repetitions = Arrays.copyOf(repetitions, length);
        }
    }
}
