package sleeper.sort.schema;

import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.Type;
import sleeper.core.schema.DecimalType;
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
        if (node.isOptional()) {
            levels = outer.then(
                    nullable ? outer.defined() : ColumnMapping.FORBIDDEN, outer.defined() + (nullable ? 1 : 0));
        } else if (nullable) {
            levels = new Levels(outer.meanings(), outer.defined() + 1);
        }
        if (type instanceof ListType list) {
            mapList(list, node, levels);
        } else if (type instanceof MapType map) {
            ParquetNode entry = node.children().get(0);
            Levels inside = levels.then(levels.defined(), levels.defined() + 1);
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

    private void mapList(ListType list, ParquetNode node, Levels levels) {
        Levels inside = levels.then(levels.defined(), levels.defined() + 1);
        ParquetNode element = node.isRepeated() ? node : Nesting.listElement(node);
        if (element.isRepeated()) {
            mapRepeatedElement(list, element, inside);
        } else {
            map(list.element(), list.elementNullable(), element, inside);
        }
    }

    /** The repeated node is the element itself, so that the file has no level for a null element. */
    private void mapRepeatedElement(ListType list, ParquetNode element, Levels inside) {
        Levels levels = list.elementNullable() ? new Levels(inside.meanings(), inside.defined() + 1) : inside;
        if (list.element() instanceof StructType struct) {
            for (Field field : struct.fields()) {
                map(field.type(), field.nullable(), element.child(field.name()).orElseThrow(), levels);
            }
        } else {
            addLeaf(list.element(), element, levels);
        }
    }

    private void addLeaf(FieldType type, ParquetNode node, Levels levels) {
        LeafColumn column = table.columns().get(first + mappings.size());
        List<Integer> meanings = levels.then(levels.defined(), levels.defined()).meanings();
        mappings.add(new ColumnMapping(column, type, node, meanings, conversion(type, column.type(), node)));
    }

    private static Conversion conversion(FieldType type, LeafType stored, ParquetNode node) {
        if (node.type() == Type.INT96) {
            return Conversion.INT96_TO_TIMESTAMP;
        }
        if (type instanceof DecimalType) {
            boolean alike = node.type() == stored.physical()
                    && (stored.typeLength() == 0
                            || stored.typeLength() == node.element().getType_length());
            return alike ? Conversion.NONE : Conversion.DECIMAL;
        }
        if (stored.physical() == Type.INT64 && node.type() == Type.INT32) {
            return Conversion.INT_TO_LONG;
        }
        if (stored.physical() == Type.DOUBLE && node.type() == Type.FLOAT) {
            return Conversion.FLOAT_TO_DOUBLE;
        }
        return Conversion.NONE;
    }
}
