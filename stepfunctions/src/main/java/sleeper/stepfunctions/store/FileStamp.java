package sleeper.stepfunctions.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Optional;

/**
 * By what a file is known that is only ever replaced: another stamp is another file. The same stamp is the same file, unless both were
 * written within one tick of the file system's clock.
 *
 * @param key      the file system's own name for it, such as its inode; empty if it has none
 * @param modified when it was written
 * @param bytes    its length
 */
public record FileStamp(Optional<Object> key, Instant modified, long bytes) {
    /** @return the stamp of a file; empty if there is none */
    static Optional<FileStamp> of(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return Optional.of(new FileStamp(
                    Optional.ofNullable(attributes.fileKey()),
                    attributes.lastModifiedTime().toInstant(),
                    attributes.size()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
