package sleeper.core.schema;

import java.util.ArrayList;
import java.util.List;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;

/** How large a schema may be. Files with more columns, or deeper ones, are not read, so that no table may have them. */
public final class SchemaLimits {
    /** Most columns, when lists, maps and structs are taken apart. */
    public static final int COLUMNS = 10_000;
    /** Most lists, maps and structs inside each other. */
    public static final int DEPTH = 32;

    private SchemaLimits() {}

    /**
     * @param where the schema, for a fault
     * @return what is too large about the fields of a schema; none or more
     */
    public static List<Fault> exceeded(List<Field> fields, String where) {
        List<Fault> faults = new ArrayList<>();
        for (Field field : fields) {
            int depth = depth(field.type());
            if (depth > DEPTH) {
                faults.add(Fault.of(
                        ErrorCode.BAD_SCHEMA,
                        where + ", field '" + field.name() + "'",
                        depth + " lists, maps and structs inside each other",
                        "at most " + DEPTH));
            }
        }
        int columns = fields.stream().mapToInt(field -> columns(field.type())).sum();
        if (columns > COLUMNS) {
            faults.add(Fault.of(
                    ErrorCode.BAD_SCHEMA,
                    where,
                    columns + " columns, when lists, maps and structs are taken apart",
                    "at most " + COLUMNS));
        }
        return faults;
    }

    private static int columns(FieldType type) {
        List<FieldType> parts = type.parts();
        return parts.isEmpty()
                ? 1
                : parts.stream().mapToInt(SchemaLimits::columns).sum();
    }

    private static int depth(FieldType type) {
        return type.parts().stream().mapToInt(part -> 1 + depth(part)).max().orElse(0);
    }
}
