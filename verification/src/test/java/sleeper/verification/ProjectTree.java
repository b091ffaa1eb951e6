package sleeper.verification;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The project's own files. */
public final class ProjectTree {
    private ProjectTree() {}

    public static Path root() {
        return Path.of(System.getProperty("project.root"));
    }

    /** @return the files below the root whose path relative to it matches, build output left out */
    static List<Path> files(String regex) {
        try (Stream<Path> all = Files.walk(root())) {
            return all.filter(Files::isRegularFile)
                    .map(path -> root().relativize(path))
                    .filter(path -> !path.toString().contains("target/") && !path.startsWith(".git"))
                    .filter(path -> path.toString().matches(regex))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read(Path relative) {
        try {
            return Files.readString(root().resolve(relative));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
