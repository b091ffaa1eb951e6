package sleeper.local.task.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of a run of Spark, which is its home: executors write logs in {@code work/}, under names that two applications of one second
 * would share.
 *
 * @param path of the folder
 */
public record RunFolder(Path path) {
    private static final Logger LOG = LoggerFactory.getLogger(RunFolder.class);

    /** @return those that lie in a folder, for runs of earlier processes */
    public static List<RunFolder> in(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(folder)) {
            return folders.filter(Files::isDirectory).map(RunFolder::new).toList();
        }
    }

    /** @return where it spills, shuffles and keeps temporary files */
    Path scratch() {
        return path.resolve("scratch");
    }

    /** Makes it, with links to Spark's jars. */
    void make(Path jars) throws IOException {
        Files.createDirectories(path);
        Files.createSymbolicLink(path.resolve("jars"), jars);
    }

    /** Deletes all but what executors have printed: what is large goes, and what tells how they ended stays. */
    public void deleteAllButOutput() {
        try (Stream<Path> paths = Files.exists(path) ? Files.walk(path) : Stream.of()) {
            for (Path each : paths.sorted(Comparator.reverseOrder()).toList()) {
                if (!isOutput(each)) {
                    deleteUnlessFull(each);
                }
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("What a run of Spark left in {} was not deleted", path, e);
        }
    }

    private boolean isOutput(Path file) {
        String name = file.getFileName().toString();
        return file.startsWith(path.resolve("work")) && (name.equals("stdout") || name.equals("stderr"));
    }

    private static void deleteUnlessFull(Path file) throws IOException {
        try {
            Files.deleteIfExists(file);
        } catch (DirectoryNotEmptyException e) {
            LOG.debug("{} holds output of executors and stays", file);
        }
    }
}
