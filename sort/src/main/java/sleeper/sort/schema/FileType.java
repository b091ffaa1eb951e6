package sleeper.sort.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sleeper.core.schema.Field;
import sleeper.core.schema.FieldType;
import sleeper.core.schema.ListType;
import sleeper.core.schema.MapType;
import sleeper.core.schema.StructType;
import sleeper.sort.format.ParquetNode;

/** The type of ours that holds all values of a node of a file's schema. */
final class FileType {
    private FileType() {}

    /** @return the type; empty if a table cannot hold it, for which {@link Unsupported} has the reasons */
    static Optional<FieldType> of(ParquetNode node) {
        return Unsupported.in(node).isEmpty() ? Optional.of(supported(node)) : Optional.empty();
    }

    private static FieldType supported(ParquetNode node) {
        return node.isRepeated() ? new ListType(unrepeated(node), false) : unrepeated(node);
    }

    /** @return the type of a node whose repetition is dealt with */
    private static FieldType unrepeated(ParquetNode node) {
        if (node.isLeaf()) {
            return FileLeaf.of(node).orElseThrow().type();
        }
        if (Nesting.isList(node)) {
            ParquetNode element = Nesting.listElement(node);
            return new ListType(unrepeated(element), element.isOptional());
        }
        if (Nesting.isMap(node)) {
            ParquetNode entry = node.children().get(0);
            ParquetNode value = entry.children().get(1);
            return new MapType(supported(entry.children().get(0)), supported(value), value.isOptional());
        }
        List<Field> fields = new ArrayList<>();
        for (ParquetNode child : node.children()) {
            fields.add(new Field(child.name(), supported(child), child.isOptional()));
        }
        return new StructType(fields);
    }
}
