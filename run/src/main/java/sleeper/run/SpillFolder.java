package sleeper.run;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sleeper.core.error.DiskSpace;
import sleeper.core.error.Fault;
import sleeper.core.error.TransientFailureException;
import sleeper.core.job.AttemptId;
import sleeper.core.util.FailureWords;

/** A folder of a run's own among the machine's temporary files, for rows beyond the memory budget; gone when closed. */
public record SpillFolder(Path path) implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SpillFolder.class);

    /** @throws TransientFailureException if it cannot be made */
    public static SpillFolder create(AttemptId attempt) {
        try {
            return new SpillFolder(Files.createTempDirectory("sleeper-" + attempt + "-"));
        } catch (IOException e) {
            throw new TransientFailureException(
                    "Attempt " + attempt + " did not begin.",
                    List.of(Fault.of(
                            DiskSpace.codeOf(e),
                            "the folder for temporary files",
                            FailureWords.of(e),
                            "one that can be written; java.io.tmpdir names it")),
                    e);
        }
    }

    /** What cannot be deleted is only logged: the run's outcome does not depend on it. */
    @Override
    public void close() {
        try {
            Files.walkFileTree(path, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, IOException error) throws IOException {
                    Files.delete(visited);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            LOG.warn("Temporary folder {} was not deleted: {}", path, e.toString());
        }
    }
}
