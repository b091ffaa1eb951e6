package sleeper.core.schema;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which columns of a table its view for other engines has, which is a table of Apache Iceberg's format version 2: <a
 * href="https://iceberg.apache.org/spec/#schemas-and-data-types">Schemas and Data Types</a>. A column for which that format has no type,
 * or whose name its readers cannot tell from another's, is left out; all others are there, whole.
 */
public final class ViewColumns {
    private ViewColumns() {}

    /** @return the columns that the view lacks, in column order; mostly none */
    public static List<LeftOutColumn> leftOut(Schema schema) {
        List<LeftOutColumn> leftOut = new ArrayList<>();
        Set<String> paths = new HashSet<>();
        for (Field field : schema.allFields()) {
            whyNoType(field.type())
                    .or(() -> whyUnnameable(field, paths))
                    .ifPresent(reason -> leftOut.add(new LeftOutColumn(field.name(), reason)));
        }
        return leftOut;
    }

    /** @return the names of the fields that {@link #leftOut} gives */
    public static Set<String> namesLeftOut(Schema schema) {
        return leftOut(schema).stream().map(LeftOutColumn::name).collect(Collectors.toUnmodifiableSet());
    }

    private static Optional<String> whyNoType(FieldType type) {
        if (type instanceof TimestampType timestamp && timestamp.unit() == TimestampType.Unit.NANOS) {
            return Optional.of("Iceberg's tables hold timestamps of microseconds, and this one is of nanoseconds");
        }
        return type.parts().stream().flatMap(part -> whyNoType(part).stream()).findFirst();
    }

    /**
     * A reader finds a part of a column by its path with dots, which a name with dots may be, too.
     *
     * @param paths takes those of the column, if they are like none that are in it
     */
    private static Optional<String> whyUnnameable(Field field, Set<String> paths) {
        List<String> own = new ArrayList<>();
        collect(field.name(), field.type(), own);
        if (own.stream().distinct().count() < own.size()) {
            return Optional.of("readers of Iceberg cannot tell its parts from each other by their names");
        }
        if (own.stream().anyMatch(paths::contains)) {
            return Optional.of(
                    "readers of Iceberg cannot tell its name from that of another column, or of a part of one");
        }
        paths.addAll(own);
        return Optional.empty();
    }

    private static void collect(String path, FieldType type, List<String> paths) {
        paths.add(path);
        if (type instanceof ListType list) {
            collect(path + ".element", list.element(), paths);
        } else if (type instanceof MapType map) {
            collect(path + ".key", map.key(), paths);
            collect(path + ".value", map.value(), paths);
        } else if (type instanceof StructType struct) {
            struct.fields().forEach(field -> collect(path + "." + field.name(), field.type(), paths));
        }
    }
}
