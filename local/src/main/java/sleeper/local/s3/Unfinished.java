package sleeper.local.s3;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import sleeper.statestore.file.StagedFile;

/** What a server that was killed has left: files that nobody can see, and parts of uploads that nobody can complete. */
final class Unfinished {
    private Unfinished() {}

    /**
     * Deletes all of it. For who holds the home's lock, before a server is started.
     *
     * @param buckets the folder whose folders are the buckets
     * @param scratch folder for the parts
     */
    static void clear(Path buckets, Path scratch) throws IOException {
        try {
            for (Path bucket : folders(buckets)) {
                StagedFile.deleteAbandoned(bucket);
            }
            deleteAll(scratch);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static List<Path> folders(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(Files::isDirectory).toList();
        }
    }

    private static void deleteAll(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (NoSuchFileException e) {
            // Nothing was ever uploaded in parts.
            return;
        }
    }
}
