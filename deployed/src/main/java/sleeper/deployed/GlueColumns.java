package sleeper.deployed;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import sleeper.core.schema.DecimalType;
import sleeper.core.schema.Field;
import sleeper.core.schema.FieldType;
import sleeper.core.schema.ListType;
import sleeper.core.schema.MapType;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.core.schema.StructType;
import sleeper.core.schema.TimestampType;
import sleeper.core.schema.ViewColumns;
import software.amazon.awssdk.services.glue.model.Column;

/**
 * The columns of a table as an entry of Glue shows them, for people and for tools that list columns; engines read them in the metadata.
 * One that Glue cannot take is left out there. Sources: Glue web API reference, "Column structure" (names of at most 255 bytes, types of
 * at most 131,072, on one line); Athena user guide, "Iceberg data types".
 */
final class GlueColumns {
    private static final int MOST_NAME_BYTES = 255;
    private static final int MOST_TYPE_BYTES = 131_072;

    private GlueColumns() {}

    /** @return those that the view has, as far as Glue takes them; of names that differ by case only the first */
    static List<Column> of(Schema schema) {
        Set<String> leftOut = ViewColumns.namesLeftOut(schema);
        Set<String> names = new HashSet<>();
        List<Column> columns = new ArrayList<>();
        for (Field field : schema.allFields()) {
            if (leftOut.contains(field.name()) || !isName(field.name())) {
                continue;
            }
            type(field.type())
                    .filter(type -> type.length() <= MOST_TYPE_BYTES)
                    .filter(type -> names.add(field.name().toLowerCase(Locale.ROOT)))
                    .ifPresent(type -> columns.add(
                            Column.builder().name(field.name()).type(type).build()));
        }
        return columns;
    }

    private static boolean isName(String name) {
        return !name.isBlank()
                && name.getBytes(StandardCharsets.UTF_8).length <= MOST_NAME_BYTES
                && name.codePoints().noneMatch(GlueColumns::breaksALine);
    }

    private static boolean breaksALine(int character) {
        return Character.isISOControl(character) || character == 0xFFFE || character == 0xFFFF;
    }

    /** @return empty if it has a part whose name a type cannot hold */
    private static Optional<String> type(FieldType type) {
        if (type instanceof PrimitiveType primitive) {
            return Optional.of(primitive(primitive));
        }
        if (type instanceof DecimalType decimal) {
            return Optional.of("decimal(" + decimal.precision() + "," + decimal.scale() + ")");
        }
        if (type instanceof TimestampType) {
            return Optional.of("timestamp");
        }
        if (type instanceof ListType list) {
            return type(list.element()).map(element -> "array<" + element + ">");
        }
        if (type instanceof MapType map) {
            return type(map.key()).flatMap(key -> type(map.value()).map(value -> "map<" + key + "," + value + ">"));
        }
        return struct((StructType) type);
    }

    private static Optional<String> struct(StructType struct) {
        List<String> parts = new ArrayList<>();
        for (Field field : struct.fields()) {
            Optional<String> type = type(field.type());
            if (type.isEmpty() || !field.name().matches("[A-Za-z0-9_]{1,255}")) {
                return Optional.empty();
            }
            parts.add(field.name() + ":" + type.get());
        }
        return Optional.of("struct<" + String.join(",", parts) + ">");
    }

    private static String primitive(PrimitiveType type) {
        return switch (type) {
            case INT -> "int";
            case LONG -> "bigint";
            case STRING -> "string";
            case BYTEARRAY -> "binary";
            case FLOAT -> "float";
            case DOUBLE -> "double";
            case BOOLEAN -> "boolean";
            case DATE -> "date";
        };
    }
}
