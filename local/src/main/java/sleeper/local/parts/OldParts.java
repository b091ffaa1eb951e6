package sleeper.local.parts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what was made from sources that have changed since. A folder's time of modification is when it was last given to someone; after a
 * week no process that was started from it runs any more.
 */
final class OldParts {
    private static final Logger LOG = LoggerFactory.getLogger(OldParts.class);
    private static final Duration KEPT = Duration.ofDays(7);

    /** A part, which ends with what it was made from, or one that was not finished. Other folders are others' to keep. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]+-[0-9a-f]{16}|unfinished.*");

    private OldParts() {}

    /** Records that a folder is in use. */
    static void keep(Path folder) {
        try {
            Files.setLastModifiedTime(folder, FileTime.from(Instant.now()));
        } catch (IOException e) {
            LOG.warn("Could not record that {} is in use", folder, e);
        }
    }

    /**
     * @param made   all that was made
     * @param newest of them, just made; stays
     */
    static void removeBeside(Path made, Path newest) {
        try {
            Instant now = Files.getLastModifiedTime(newest).toInstant();
            for (Path folder : folders(made)) {
                if (!folder.equals(newest)
                        && Files.getLastModifiedTime(folder).toInstant().isBefore(now.minus(KEPT))) {
                    delete(folder);
                    LOG.info("Removed {}, which nobody has used for {} days", folder, KEPT.toDays());
                }
            }
        } catch (IOException e) {
            // Another process may remove the same; the next build tries again.
            LOG.warn("What was made before could not be removed from {}", made, e);
        }
    }

    private static List<Path> folders(Path made) throws IOException {
        try (Stream<Path> all = Files.list(made)) {
            return all.filter(Files::isDirectory)
                    .filter(folder ->
                            NAME.matcher(folder.getFileName().toString()).matches())
                    .toList();
        }
    }

    /** @throws IOException if something of it could not be deleted */
    static void delete(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (NoSuchFileException e) {
            LOG.debug("{} is gone already", folder, e);
        }
    }
}
