package sleeper.local.task.eks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import sleeper.local.task.eks.api.ApiCertificate;

/** One certificate for all tests of a process, since each takes half a second to make. */
final class TestCertificate {
    private static Optional<ApiCertificate> made = Optional.empty();

    private TestCertificate() {}

    static synchronized ApiCertificate get() throws IOException {
        if (made.isEmpty()) {
            Path folder = Files.createTempDirectory("certificate");
            made = Optional.of(ApiCertificate.of(folder));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
        }
        return made.get();
    }

    private static void delete(Path folder) {
        try (Stream<Path> paths = Files.walk(folder)) {
            paths.sorted(Comparator.reverseOrder())
                    .forEach(path -> path.toFile().delete());
        } catch (IOException e) {
            throw new IllegalStateException(folder + " was not deleted", e);
        }
    }
}
