package sleeper.core.job;

import sleeper.core.file.FilePath;
import sleeper.core.file.FileVersion;
import sleeper.core.util.Require;

/**
 * An input file as validation saw it.
 *
 * @param path      where it lies
 * @param version   what it held; a run that finds another content stops
 * @param rowCount  rows, by its footer
 * @param rowGroups row groups, by its footer
 */
public record InputFile(FilePath path, FileVersion version, long rowCount, int rowGroups) {
    public InputFile {
        Require.notNull("path", path);
        Require.notNull("version", version);
        Require.atLeast("rowCount", rowCount, 0);
        Require.atLeast("rowGroups", rowGroups, 0);
    }
}
