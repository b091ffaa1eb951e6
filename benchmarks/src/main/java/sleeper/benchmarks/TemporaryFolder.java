package sleeper.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Folders below {@code java.io.tmpdir}, whose file system is part of what the benchmarks measure. */
public final class TemporaryFolder {
    private TemporaryFolder() {}

    public static Path create() throws IOException {
        return Files.createTempDirectory("sleeper-benchmark-");
    }

    public static void delete(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
