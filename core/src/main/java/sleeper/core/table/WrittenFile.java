package sleeper.core.table;

import java.util.List;
import sleeper.core.util.Require;

/**
 * A data file as the run that wrote it knows it. The log keeps the file; other engines want the rest, too.
 *
 * @param file    the file
 * @param columns what it holds of its key columns and of its first {@link #MOST_COLUMNS} columns, in column order
 */
public record WrittenFile(DataFile file, List<ColumnMetrics> columns) {
    /** Columns after these are not told of, unless they are keys. */
    public static final int MOST_COLUMNS = 100;

    public WrittenFile {
        Require.notNull("file", file);
        columns = List.copyOf(columns);
    }

    /** @return the files alone, in their order */
    public static List<DataFile> files(List<WrittenFile> written) {
        return written.stream().map(WrittenFile::file).toList();
    }
}
