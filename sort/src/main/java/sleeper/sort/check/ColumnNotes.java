package sleeper.sort.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import sleeper.core.file.FilePath;
import sleeper.core.file.FolderValues;
import sleeper.core.schema.Field;
import sleeper.core.schema.Schema;
import sleeper.sort.schema.ColumnDifference;
import sleeper.sort.schema.ColumnDifference.Verdict;

/**
 * Tells in sentences what files have and the table does not take, and what the table has and they lack, where that is no
 * fault: a sentence for each column, however many files. For one thread.
 */
public final class ColumnNotes {
    /** Most sentences; what is beyond is told by its number. */
    public static final int MOST = 100;

    private final Set<String> fields;
    private final Map<String, Files> ignored = new LinkedHashMap<>();
    private final Map<String, Files> nulls = new LinkedHashMap<>();
    private final Map<String, Files> folders = new LinkedHashMap<>();

    /** Files that the same is to be told of. */
    private record Files(FilePath first, int count) {
        Files and(Files more) {
            return new Files(first, count + more.count);
        }

        String words() {
            return count == 1 ? first.toString() : count + " files";
        }

        String ending() {
            return count == 1 ? "." : ". The first of the files is " + first + ".";
        }
    }

    public ColumnNotes(Schema schema) {
        this.fields = schema.allFields().stream().map(Field::name).collect(Collectors.toSet());
    }

    /** @param columns how the file's columns stand to the table's */
    public void add(FilePath file, List<ColumnDifference> columns) {
        Files one = new Files(file, 1);
        for (ColumnDifference column : columns) {
            if (column.verdict() == Verdict.IGNORED) {
                ignored.merge(column.column(), one, Files::and);
            } else if (column.verdict() == Verdict.NULLS) {
                nulls.merge(column.column(), one, Files::and);
            }
        }
        FolderValues.fields(file).stream()
                .filter(field -> !fields.contains(field))
                .forEach(field -> folders.merge(field, one, Files::and));
    }

    /** @return what is to be told, at most {@link #MOST} sentences and one for the rest */
    public List<String> sentences() {
        List<String> all = new ArrayList<>();
        all.addAll(told(folders, this::ofFolder));
        all.addAll(told(
                ignored,
                (column, files) -> "Column '" + column + "' of " + files.words()
                        + " is not loaded: the table has no such field" + files.ending()));
        all.addAll(told(
                nulls,
                (field, files) -> "Field '" + field + "' is null in every row of " + files.words()
                        + ": there is no such column" + files.ending()));
        if (all.size() <= MOST) {
            return all;
        }
        List<String> some = new ArrayList<>(all.subList(0, MOST));
        some.add("The same is to be said of " + (all.size() - MOST) + " more columns.");
        return some;
    }

    private static List<String> told(Map<String, Files> notes, BiFunction<String, Files, String> sentence) {
        return notes.entrySet().stream()
                .map(note -> sentence.apply(note.getKey(), note.getValue()))
                .toList();
    }

    private String ofFolder(String field, Files files) {
        Optional<String> alike =
                fields.stream().filter(known -> known.equalsIgnoreCase(field)).findFirst();
        return "The folder value of '" + field + "' of " + files.words() + " is not loaded: the table has no such field"
                + alike.map(known -> ", only '" + known + "'").orElse("") + files.ending();
    }
}
