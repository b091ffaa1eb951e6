package sleeper.sort.schema;

import java.util.ArrayList;
import java.util.List;
import sleeper.core.schema.Field;
import sleeper.core.schema.FieldType;
import sleeper.core.schema.ListType;
import sleeper.core.schema.MapType;
import sleeper.core.schema.StructType;
import sleeper.sort.format.ParquetNode;

/** Finds for each leaf column of a table its leaf in a file whose schema was found to be acceptable. */
public final class FileMapping {
    private final TableLayout table;
    private final int first;
    private final List<ColumnMapping> mappings = new ArrayList<>();

    private FileMapping(TableLayout table, int first) {
        this.table = table;
        this.first = first;
    }

    /** @return one mapping for each of the table's leaf columns, in its order */
    public static List<ColumnMapping> of(TableLayout table, ParquetNode root) {
        List<ColumnMapping> mappings = new ArrayList<>();
        for (Field field : table.schema().allFields()) {
            mappings.addAll(ofField(
                    table, field, mappings.size(), root.child(field.name()).orElseThrow()));
        }
        return mappings;
    }

    /**
     * @param first position of the field's first leaf column
     * @param node  the file's column for the field
     * @return one mapping for each of the field's leaf columns, in its order
     */
    public static List<ColumnMapping> ofField(TableLayout table, Field field, int first, ParquetNode node) {
        FileMapping mapping = new FileMapping(table, first);
        mapping.map(field.type(), field.nullable(), node, new Levels(List.of(), 0));
        return mapping.mappings;
    }

    /** Definition levels met so far: what each of the file's means to the table, and how many the table has by now. */
    private record Levels(List<Integer> meanings, int defined) {
        Levels then(int meaning, int definedNow) {
            List<Integer> longer = new ArrayList<>(meanings);
            longer.add(meaning);
            return new Levels(longer, definedNow);
        }
    }

    private void map(FieldType type, boolean nullable, ParquetNode node, Levels outer) {
        Levels levels = outer;
        if (node.isRepeated()) {
            Levels here = nullable ? new Levels(outer.meanings(), outer.defined() + 1) : outer;
            mapRepeatedElement((ListType) type, node, here);
            return;
        }
        if (node.isOptional()) {
            levels = outer.then(
                    nullable ? outer.defined() : ColumnMapping.FORBIDDEN, outer.defined() + (nullable ? 1 : 0));
        } else if (nullable) {
            levels = new Levels(outer.meanings(), outer.defined() + 1);
        }
        mapUnrepeated(type, node, levels);
    }

    /** The repetition of the node itself is dealt with. */
    private void mapUnrepeated(FieldType type, ParquetNode node, Levels levels) {
        if (Acceptance.isUntyped(node)) {
            mapUntyped(type, node, levels);
        } else if (type instanceof ListType list) {
            ParquetNode element = Nesting.listElement(node);
            if (element.isRepeated()) {
                mapRepeatedElement(list, element, levels);
            } else {
                map(list.element(), list.elementNullable(), element, inEach(levels));
            }
        } else if (type instanceof MapType map) {
            ParquetNode entry = node.children().get(0);
            Levels inside = inEach(levels);
            map(map.key(), false, entry.children().get(0), inside);
            map(map.value(), map.valueNullable(), entry.children().get(1), inside);
        } else if (type instanceof StructType struct) {
            for (Field field : struct.fields()) {
                map(field.type(), field.nullable(), node.child(field.name()).orElseThrow(), levels);
            }
        } else {
            addLeaf(type, node, levels);
        }
    }

    /** A repeated node: its level is the one of an entry, in the file and in the table. */
    private static Levels inEach(Levels levels) {
        return levels.then(levels.defined(), levels.defined() + 1);
    }

    /** The repeated node is the element itself, so that the file has no level for a null element. */
    private void mapRepeatedElement(ListType list, ParquetNode element, Levels levels) {
        Levels inside = inEach(levels);
        mapUnrepeated(
                list.element(),
                element,
                list.elementNullable() ? new Levels(inside.meanings(), inside.defined() + 1) : inside);
    }

    /** A column without a type: for each of the table's leaves its one null. */
    private void mapUntyped(FieldType type, ParquetNode node, Levels levels) {
        if (type instanceof ListType list) {
            mapUntyped(list.element(), node, levels);
        } else if (type instanceof MapType map) {
            mapUntyped(map.key(), node, levels);
            mapUntyped(map.value(), node, levels);
        } else if (type instanceof StructType struct) {
            struct.fields().forEach(field -> mapUntyped(field.type(), node, levels));
        } else {
            addLeaf(type, node, levels);
        }
    }

    private void addLeaf(FieldType type, ParquetNode node, Levels levels) {
        LeafColumn column = table.columns().get(first + mappings.size());
        List<Integer> meanings = levels.then(levels.defined(), levels.defined()).meanings();
        Conversion conversion = Conversion.of(type, node).orElseThrow();
        mappings.add(new ColumnMapping(column, type, node, meanings, conversion));
    }
}
