package sleeper.core.table;

import sleeper.core.key.Region;
import sleeper.core.util.Require;

/**
 * A data file of a table, with the region that it was cut for; the leaves it belongs to are derived by overlap.
 *
 * @param path      key relative to the table's root; never blank
 * @param cutFor    the region whose rows it holds
 * @param rowCount  rows in the file; one or more
 * @param sizeBytes stored (compressed) size, in bytes
 * @param sha256    hash of the file's bytes, 64 lower-case hexadecimal digits
 */
public record DataFile(String path, Region cutFor, long rowCount, long sizeBytes, String sha256) {
    public DataFile {
        Require.notBlank("path", path);
        Require.notNull("cutFor", cutFor);
        Require.atLeast("rowCount", rowCount, 1);
        Require.atLeast("sizeBytes", sizeBytes, 1);
        Require.notBlank("sha256", sha256);
    }
}
