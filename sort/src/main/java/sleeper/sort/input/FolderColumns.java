package sleeper.sort.input;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.FaultLocation;
import sleeper.core.file.FilePath;
import sleeper.core.file.FolderValue;
import sleeper.core.file.FolderValues;
import sleeper.core.schema.Field;
import sleeper.core.schema.ListType;
import sleeper.core.schema.MapType;
import sleeper.core.schema.Schema;
import sleeper.core.schema.StructType;
import sleeper.sort.rows.TextValues;

/** Holds what the folders of a file say of a table's fields against the fields' types. */
public final class FolderColumns {
    private FolderColumns() {}

    /**
     * @param into receives {@code BAD_FOLDER_VALUE} and {@code NULL_VALUE} for each value that the field cannot have
     * @return those that it can
     */
    public static List<FolderValue> of(FilePath file, Schema schema, List<Fault> into) {
        Map<String, Field> fields =
                schema.allFields().stream().collect(Collectors.toMap(Field::name, Function.identity()));
        List<FolderValue> accepted = new ArrayList<>();
        for (FolderValue value : FolderValues.of(file, fields::containsKey, into)) {
            Field field = fields.get(value.field());
            if (value.text().isEmpty() && !field.nullable()) {
                into.add(nullInRequired(file, field));
            } else if (isNested(field)
                    || value.text()
                            .filter(text ->
                                    TextValues.vectorOf(field.type(), text).isEmpty())
                            .isPresent()) {
                into.add(FolderValues.fault(
                        file, field.name(), "the folder value " + value.shown(), TextValues.formOf(field.type())));
            } else {
                accepted.add(value);
            }
        }
        return accepted;
    }

    private static Fault nullInRequired(FilePath file, Field field) {
        return Fault.of(
                        ErrorCode.NULL_VALUE,
                        file + ", field '" + field.name() + "'",
                        "the folder value " + FolderValues.NULL,
                        "a value")
                .at(FaultLocation.ofFile(file.toString()).inColumn(field.name()));
    }

    private static boolean isNested(Field field) {
        return field.type() instanceof ListType
                || field.type() instanceof MapType
                || field.type() instanceof StructType;
    }
}
