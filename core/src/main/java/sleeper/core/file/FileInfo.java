package sleeper.core.file;

import sleeper.core.util.Require;

/**
 * A file that is there. When it was written is not among it: nothing is decided by that, and a store may not say it in the answer to
 * a write.
 *
 * @param path    where
 * @param version what it holds
 */
public record FileInfo(FilePath path, FileVersion version) {
    public FileInfo {
        Require.notNull("path", path);
        Require.notNull("version", version);
    }
}
