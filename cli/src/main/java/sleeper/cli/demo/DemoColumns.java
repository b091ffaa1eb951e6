package sleeper.cli.demo;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.util.Nearest;
import sleeper.sort.format.ParquetNode;

/**
 * Which columns of a user's files the table of a demo is to have.
 *
 * @param rowKeys  columns that partition and sort
 * @param sortKeys columns that sort further
 * @param only     the columns beside the keys, if not all of them
 * @param excluded columns that the table shall not have
 */
record DemoColumns(List<String> rowKeys, List<String> sortKeys, Optional<List<String>> only, List<String> excluded) {
    DemoColumns {
        rowKeys = List.copyOf(rowKeys);
        sortKeys = List.copyOf(sortKeys);
        excluded = List.copyOf(excluded);
    }

    /** @return whether the files may have columns that the table lacks */
    boolean isChoice() {
        return only.isPresent() || !excluded.isEmpty();
    }

    boolean isKey(String column) {
        return rowKeys.contains(column) || sortKeys.contains(column);
    }

    boolean keeps(String column) {
        return !excluded.contains(column)
                && (isKey(column) || only.isEmpty() || only.get().contains(column));
    }

    /** @return a file's schema without the columns that are not kept, of whatever type they are */
    ParquetNode of(ParquetNode root) {
        List<ParquetNode> kept =
                root.children().stream().filter(column -> keeps(column.name())).toList();
        return new ParquetNode(root.element(), kept, root.leafIndex(), root.maxDefinition(), root.maxRepetition());
    }

    /** @return a fault for each column that is named and not there; a key that is missing is found with the schema */
    List<Fault> unknown(Set<String> columns) {
        List<Fault> faults = new ArrayList<>();
        only.ifPresent(names -> addUnknown("--columns", names, columns, faults));
        addUnknown("--exclude", excluded, columns, faults);
        return faults;
    }

    private static void addUnknown(String option, List<String> names, Set<String> columns, List<Fault> into) {
        for (String name : new LinkedHashSet<>(names)) {
            if (!columns.contains(name)) {
                String action = Nearest.to(name, columns)
                        .map(near -> "Name a column of the files; the nearest is '" + near + "'.")
                        .orElse("Name a column of the files.");
                into.add(new Fault(
                        ErrorCode.BAD_SCHEMA,
                        option + " '" + name + "'",
                        "no such column",
                        columns.toString(),
                        action));
            }
        }
    }
}
