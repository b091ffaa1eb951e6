package sleeper.sort.input;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.FaultLocation;
import sleeper.core.file.FilePath;
import sleeper.core.file.FolderValue;
import sleeper.core.file.FolderValues;
import sleeper.core.schema.Field;
import sleeper.core.schema.FieldType;
import sleeper.core.schema.PrimitiveType;
import sleeper.sort.rows.TextValues;

/** Guesses the fields of a table from the values that the folders of its files have. */
public final class FolderFields {
    private static final Pattern WHOLE = Pattern.compile("-?(?:0|[1-9][0-9]*)");
    private static final Pattern DAY = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

    private FolderFields() {}

    /**
     * @param wanted which fields the table shall have
     * @param isKey  which of them are to be keys, which no date can be
     * @param into   receives {@code BAD_FOLDER_VALUE} for a file whose folders contradict each other, or that are none of a
     *               field which other files' folders have
     * @return the fields in the order of the folders: an int if all values are whole numbers without leading zeros that an int holds,
     *     or a long; a date if all are; else a string; nullable if a folder says null
     */
    public static List<Field> infer(
            List<FilePath> files, Predicate<String> wanted, Predicate<String> isKey, List<Fault> into) {
        Map<String, List<FolderValue>> values = new LinkedHashMap<>();
        Map<String, FilePath> last = new LinkedHashMap<>();
        for (FilePath file : files) {
            for (FolderValue value : FolderValues.of(file, wanted, into)) {
                values.computeIfAbsent(value.field(), first -> new ArrayList<>())
                        .add(value);
                last.put(value.field(), file);
            }
        }
        List<Field> fields = new ArrayList<>();
        values.forEach((name, all) -> {
            if (all.size() < files.size() && into.isEmpty()) {
                into.add(lacking(files, name, last.get(name)));
            }
            List<String> texts = all.stream()
                    .map(FolderValue::text)
                    .flatMap(Optional::stream)
                    .toList();
            fields.add(new Field(name, typeOf(texts, isKey.test(name)), texts.size() < all.size()));
        });
        return fields;
    }

    private static Fault lacking(List<FilePath> files, String name, FilePath having) {
        FilePath file = files.stream()
                .filter(each -> !FolderValues.fields(each).contains(name))
                .findFirst()
                .orElseThrow();
        return Fault.of(
                        ErrorCode.SCHEMA_MISMATCH,
                        file + ", column '" + name + "'",
                        "no folder that has its value",
                        "one in the path of every file, as in that of " + having)
                .at(FaultLocation.ofFile(file.toString()).inColumn(name));
    }

    private static FieldType typeOf(List<String> texts, boolean key) {
        if (texts.isEmpty()) {
            return PrimitiveType.STRING;
        }
        if (texts.stream().allMatch(text -> WHOLE.matcher(text).matches())) {
            return texts.stream().allMatch(text -> isTaken(PrimitiveType.INT, text))
                    ? PrimitiveType.INT
                    : texts.stream().allMatch(text -> isTaken(PrimitiveType.LONG, text))
                            ? PrimitiveType.LONG
                            : PrimitiveType.STRING;
        }
        return !key && texts.stream().allMatch(FolderFields::isDay) ? PrimitiveType.DATE : PrimitiveType.STRING;
    }

    private static boolean isDay(String text) {
        return DAY.matcher(text).matches() && isTaken(PrimitiveType.DATE, text);
    }

    private static boolean isTaken(PrimitiveType type, String text) {
        return TextValues.vectorOf(type, text).isPresent();
    }
}
