package sleeper.sort.schema;

import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.SchemaElement;
import sleeper.sort.format.ParquetNode;
import sleeper.sort.schema.SchemaOfParquet.NamedSchema;

/**
 * Columns that have no type in a file since all their values there are null. Writers that know a type only from values leave it
 * out of some files and not of others, so that it is looked for in all.
 */
final class UntypedColumns {
    private UntypedColumns() {}

    /** @return the same schemas, with the types that any of the files has where another has none */
    static List<NamedSchema> filled(List<NamedSchema> files) {
        if (files.stream().allMatch(file -> in(file.root()).isEmpty())) {
            return files;
        }
        ParquetNode known = files.get(0).root();
        for (NamedSchema file : files) {
            known = filled(known, file.root());
        }
        List<NamedSchema> filled = new ArrayList<>();
        for (NamedSchema file : files) {
            filled.add(new NamedSchema(file.name(), filled(file.root(), known)));
        }
        return filled;
    }

    /** @return paths of the columns, and of parts of columns, that have no type */
    static List<String> in(ParquetNode root) {
        List<String> paths = new ArrayList<>();
        root.children().forEach(column -> collect(column, column.name(), paths));
        return paths;
    }

    private static void collect(ParquetNode node, String path, List<String> into) {
        if (Acceptance.isUntyped(node)) {
            into.add(path);
        }
        node.children().forEach(child -> collect(child, path + "." + child.name(), into));
    }

    private static ParquetNode filled(ParquetNode node, ParquetNode other) {
        if (Acceptance.isUntyped(node)) {
            return Acceptance.isUntyped(other) || node.isRepeated() != other.isRepeated() ? node : optional(other);
        }
        List<ParquetNode> children = new ArrayList<>();
        for (int i = 0; i < node.children().size(); i++) {
            children.add(filledChild(node, i, other));
        }
        return new ParquetNode(node.element(), children, node.leafIndex(), node.maxDefinition(), node.maxRepetition());
    }

    /** Writers give the parts of lists and maps names of their own, so that these are found by their places. */
    private static ParquetNode filledChild(ParquetNode node, int index, ParquetNode other) {
        ParquetNode child = node.children().get(index);
        boolean byPlace = other.children().size() == node.children().size()
                && other.child(child.name()).isEmpty();
        return byPlace && isPartOfListOrMap(node)
                ? filled(child, other.children().get(index))
                : other.child(child.name()).map(found -> filled(child, found)).orElse(child);
    }

    private static boolean isPartOfListOrMap(ParquetNode node) {
        return node.isRepeated() || Nesting.isList(node) || Nesting.isMap(node);
    }

    private static ParquetNode optional(ParquetNode node) {
        if (node.isOptional()) {
            return node;
        }
        SchemaElement element = node.element().deepCopy().setRepetition_type(FieldRepetitionType.OPTIONAL);
        return new ParquetNode(element, node.children(), node.leafIndex(), node.maxDefinition(), node.maxRepetition());
    }
}
