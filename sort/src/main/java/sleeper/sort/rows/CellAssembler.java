package sleeper.sort.rows;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sleeper.core.schema.Field;
import sleeper.core.schema.FieldType;
import sleeper.core.schema.ListType;
import sleeper.core.schema.MapType;
import sleeper.core.schema.StructType;
import sleeper.sort.column.Batch;
import sleeper.sort.column.BytesVector;
import sleeper.sort.column.Vector;
import sleeper.sort.decode.Cells;
import sleeper.sort.schema.LeafColumn;
import sleeper.sort.schema.TableLayout;

/** Puts a nested value together from the cells of its leaf columns. For one thread. */
final class CellAssembler {
    private final List<LeafColumn> columns;
    private Cursor[] cursors = new Cursor[0];

    CellAssembler(TableLayout layout) {
        this.columns = layout.columns();
    }

    /** @return leaf columns of a type */
    static int leafCount(FieldType type) {
        if (type instanceof ListType list) {
            return leafCount(list.element());
        }
        if (type instanceof MapType map) {
            return leafCount(map.key()) + leafCount(map.value());
        }
        if (type instanceof StructType struct) {
            return struct.fields().stream()
                    .mapToInt(field -> leafCount(field.type()))
                    .sum();
        }
        return 1;
    }

    /** A walk over the entries of one cell. */
    private static final class Cursor {
        final byte[] data;
        final int end;
        final int maxDefinition;
        final Vector value;
        int at;

        Cursor(LeafColumn column, BytesVector cells, int row) {
            this.data = cells.data();
            this.at = cells.start(row);
            this.end = cells.offsets()[row + 1];
            this.maxDefinition = column.maxDefinition();
            this.value = column.type().storage().newVector();
        }

        boolean hasEntry() {
            return at < end;
        }

        int repetition() {
            return data[at];
        }

        int definition() {
            return data[at + 1];
        }

        void pass() {
            boolean defined = definition() == maxDefinition;
            at += Cells.LEVEL_BYTES;
            if (defined) {
                at += Cells.valueBytes(value, data, at);
            }
        }

        Object take(FieldType type) {
            value.clear();
            Cells.appendValue(data, at + Cells.LEVEL_BYTES, value);
            Object taken = JavaValues.of(type, value, 0);
            pass();
            return taken;
        }
    }

    Object value(Field field, int firstColumn, Batch batch, int row) {
        int count = leafCount(field.type());
        cursors = new Cursor[count];
        for (int i = 0; i < count; i++) {
            LeafColumn column = columns.get(firstColumn + i);
            cursors[i] = new Cursor(column, (BytesVector) batch.column(firstColumn + i), row);
        }
        return value(field.type(), field.nullable(), 0, 0, 0);
    }

    /**
     * @param leaf       the type's first leaf among the cursors
     * @param definition levels of the nodes above
     * @param repetition levels of the nodes above
     */
    private Object value(FieldType type, boolean nullable, int leaf, int definition, int repetition) {
        int defined = nullable ? definition + 1 : definition;
        if (nullable && cursors[leaf].definition() < defined) {
            passAll(type, leaf);
            return null;
        }
        if (type instanceof ListType list) {
            return list(list, leaf, defined, repetition + 1);
        }
        if (type instanceof MapType map) {
            return map(map, leaf, defined, repetition + 1);
        }
        if (type instanceof StructType struct) {
            Map<String, Object> fields = new LinkedHashMap<>();
            int next = leaf;
            for (Field field : struct.fields()) {
                fields.put(field.name(), value(field.type(), field.nullable(), next, defined, repetition));
                next += leafCount(field.type());
            }
            return fields;
        }
        return cursors[leaf].take(type);
    }

    private void passAll(FieldType type, int leaf) {
        for (int i = 0; i < leafCount(type); i++) {
            cursors[leaf + i].pass();
        }
    }

    private List<Object> list(ListType list, int leaf, int definition, int repetition) {
        List<Object> elements = new ArrayList<>();
        if (cursors[leaf].definition() <= definition) {
            passAll(list, leaf);
            return elements;
        }
        do {
            elements.add(value(list.element(), list.elementNullable(), leaf, definition + 1, repetition));
        } while (cursors[leaf].hasEntry() && cursors[leaf].repetition() >= repetition);
        return elements;
    }

    private Map<Object, Object> map(MapType map, int leaf, int definition, int repetition) {
        Map<Object, Object> entries = new LinkedHashMap<>();
        if (cursors[leaf].definition() <= definition) {
            passAll(map, leaf);
            return entries;
        }
        int valueLeaf = leaf + leafCount(map.key());
        do {
            Object key = value(map.key(), false, leaf, definition + 1, repetition);
            entries.put(key, value(map.value(), map.valueNullable(), valueLeaf, definition + 1, repetition));
        } while (cursors[leaf].hasEntry() && cursors[leaf].repetition() >= repetition);
        return entries;
    }
}
