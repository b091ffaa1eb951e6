package sleeper.core.file;

import java.time.Instant;
import sleeper.core.util.Require;

/**
 * A file that is there.
 *
 * @param path       where
 * @param version    what it holds
 * @param modifiedAt when it was written, by the store's clock
 */
public record FileInfo(FilePath path, FileVersion version, Instant modifiedAt) {
    public FileInfo {
        Require.notNull("path", path);
        Require.notNull("version", version);
        Require.notNull("modifiedAt", modifiedAt);
    }
}
