package sleeper.core.job;

import java.util.List;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileVersion;
import sleeper.core.file.FolderValue;
import sleeper.core.util.Require;

/**
 * An input file as validation saw it.
 *
 * @param path         where it lies, in a bucket or in a file system that only the driver reaches
 * @param version      what it held; a run that finds another content stops
 * @param rowCount     rows, by its footer
 * @param rowGroups    row groups, by its footer
 * @param folderValues what its folders say of the table's fields, which holds for all its rows; a field at most once
 */
public record InputFile(
        FilePath path, FileVersion version, long rowCount, int rowGroups, List<FolderValue> folderValues) {
    public InputFile {
        Require.notNull("path", path);
        Require.notNull("version", version);
        Require.atLeast("rowCount", rowCount, 0);
        Require.atLeast("rowGroups", rowGroups, 0);
        folderValues = List.copyOf(folderValues);
    }

    /** A file whose folders say nothing of the table's fields. */
    public InputFile(FilePath path, FileVersion version, long rowCount, int rowGroups) {
        this(path, version, rowCount, rowGroups, List.of());
    }
}
