package sleeper.sort.schema;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.SchemaElement;
import sleeper.core.schema.Field;
import sleeper.core.schema.FieldType;
import sleeper.core.schema.ListType;
import sleeper.core.schema.MapType;
import sleeper.core.schema.Schema;
import sleeper.core.schema.StructType;
import sleeper.sort.column.Batch;
import sleeper.sort.column.Vector;

/** A table's schema as leaf columns, and as its files store it. The key fields' columns come first, in key order. Immutable. */
public final class TableLayout {
    private final Schema schema;
    private final List<LeafColumn> columns = new ArrayList<>();
    private final List<SchemaElement> elements = new ArrayList<>();
    /** Gives the ids while the nodes are added, depth first. */
    private final Iterator<Integer> ids;

    public TableLayout(Schema schema) {
        this.schema = schema;
        this.ids = schema.ids().depthFirst().iterator();
        elements.add(group("schema", null, schema.allFields().size()));
        for (Field field : schema.allFields()) {
            addField(field, List.of(), 0, 0);
        }
    }

    public Schema schema() {
        return schema;
    }

    public List<LeafColumn> columns() {
        return List.copyOf(columns);
    }

    /** @return number of row key and sort key columns, which are the first */
    public int keyCount() {
        return schema.rowKeyFields().size() + schema.sortKeyFields().size();
    }

    /** @return a copy of the schema as a footer holds it, depth first */
    public List<SchemaElement> elements() {
        return elements.stream().map(SchemaElement::deepCopy).toList();
    }

    public Batch newBatch() {
        List<Vector> vectors =
                columns.stream().map(column -> column.storage().newVector()).toList();
        return new Batch(vectors);
    }

    private void addField(Field field, List<String> parent, int definition, int repetition) {
        FieldRepetitionType repeats = field.nullable() ? FieldRepetitionType.OPTIONAL : FieldRepetitionType.REQUIRED;
        addType(field.name(), field.type(), repeats, parent, definition, repetition);
    }

    private void addType(
            String name,
            FieldType type,
            FieldRepetitionType repeats,
            List<String> parent,
            int outerDefinition,
            int repetition) {
        List<String> path = append(parent, name);
        int id = ids.next();
        int definition = repeats == FieldRepetitionType.OPTIONAL ? outerDefinition + 1 : outerDefinition;
        if (type instanceof StructType struct) {
            elements.add(group(name, repeats, struct.fields().size()).setField_id(id));
            for (Field field : struct.fields()) {
                addField(field, path, definition, repetition);
            }
        } else if (type instanceof ListType list) {
            elements.add(Annotations.list(group(name, repeats, 1)).setField_id(id));
            elements.add(group("list", FieldRepetitionType.REPEATED, 1));
            Field element = new Field("element", list.element(), list.elementNullable());
            addField(element, append(path, "list"), definition + 1, repetition + 1);
        } else if (type instanceof MapType map) {
            elements.add(Annotations.map(group(name, repeats, 1)).setField_id(id));
            elements.add(group("key_value", FieldRepetitionType.REPEATED, 2));
            addField(Field.required("key", map.key()), append(path, "key_value"), definition + 1, repetition + 1);
            Field value = new Field("value", map.value(), map.valueNullable());
            addField(value, append(path, "key_value"), definition + 1, repetition + 1);
        } else {
            LeafType leaf = LeafType.of(type);
            columns.add(new LeafColumn(columns.size(), id, path, leaf, definition, repetition));
            elements.add(Annotations.leaf(name, type, leaf, repeats).setField_id(id));
        }
    }

    private static SchemaElement group(String name, FieldRepetitionType repeats, int children) {
        SchemaElement element = new SchemaElement(name);
        if (repeats != null) {
            element.setRepetition_type(repeats);
        }
        return element.setNum_children(children);
    }

    private static List<String> append(List<String> path, String name) {
        List<String> longer = new ArrayList<>(path);
        longer.add(name);
        return longer;
    }
}
