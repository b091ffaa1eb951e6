package sleeper.sort.schema;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sleeper.core.schema.Field;
import sleeper.core.schema.FieldType;
import sleeper.core.schema.ListType;
import sleeper.core.schema.MapType;
import sleeper.core.schema.StructType;
import sleeper.sort.format.ParquetNode;

/**
 * Whether a field holds the values of a column, of whatever shape; nulls are left to the reading, but for a column that has
 * nothing else. For one question.
 */
final class Acceptance {
    private static final String KEYS_ONLY = "a map without values is loaded as the list of its keys";

    private final Set<String> notes = new LinkedHashSet<>();
    private final Set<String> warnings = new LinkedHashSet<>();

    private Acceptance() {}

    /** @return how the values are taken, if the field holds them all or refuses those that it does not hold; else empty */
    static Optional<Acceptance> of(Field field, ParquetNode column) {
        Acceptance acceptance = new Acceptance();
        return acceptance.takes(field, column) ? Optional.of(acceptance) : Optional.empty();
    }

    /** @return clauses that say how the values are taken, where that is not plain from the types */
    List<String> notes() {
        return new ArrayList<>(notes);
    }

    /** @return those of the notes that a sender may not expect */
    String warning() {
        return String.join("; ", warnings);
    }

    /** @return whether a leaf has a type in name only, and no value */
    static boolean isUntyped(ParquetNode node) {
        return node.isLeaf()
                && FileLeaf.of(node)
                        .filter(leaf -> leaf.meaning() == FileLeaf.Meaning.UNTYPED)
                        .isPresent();
    }

    private boolean takes(Field field, ParquetNode node) {
        return (field.nullable() || !isUntyped(node)) && takes(field.type(), node);
    }

    private boolean takes(FieldType type, ParquetNode node) {
        return node.isRepeated()
                ? type instanceof ListType list && takesUnrepeated(list.element(), node)
                : takesUnrepeated(type, node);
    }

    /** The repetition of the node itself is dealt with. */
    private boolean takesUnrepeated(FieldType type, ParquetNode node) {
        if (node.isLeaf()) {
            return takesLeaf(type, node);
        }
        if (Nesting.isList(node)) {
            if (Nesting.isMapWithoutValues(node)) {
                notes.add(KEYS_ONLY);
                warnings.add(KEYS_ONLY);
            }
            return type instanceof ListType list && takesUnrepeated(list.element(), Nesting.listElement(node));
        }
        if (Nesting.isMap(node)) {
            List<ParquetNode> entry = node.children().get(0).children();
            return type instanceof MapType map && takes(map.key(), entry.get(0)) && takes(map.value(), entry.get(1));
        }
        return type instanceof StructType struct
                && struct.fields().size() == node.children().size()
                && struct.fields().stream()
                        .allMatch(field -> node.child(field.name())
                                .filter(child -> takes(field, child))
                                .isPresent());
    }

    private boolean takesLeaf(FieldType type, ParquetNode leaf) {
        Optional<Conversion> conversion = Conversion.of(type, leaf);
        if (conversion.isEmpty()) {
            return false;
        }
        String note = FileLeaf.of(leaf).orElseThrow().meaning().note();
        if (!note.isEmpty()) {
            notes.add(
                    conversion.get() == Conversion.UNSIGNED_LONG_TO_LONG ? note + "; 2^63 and above is refused" : note);
        }
        if (conversion.get() == Conversion.NO_VALUES) {
            warnings.add(note);
        }
        return true;
    }
}
