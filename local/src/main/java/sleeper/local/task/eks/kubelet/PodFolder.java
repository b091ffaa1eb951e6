package sleeper.local.task.eks.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sleeper.local.task.eks.objects.Meta;
import sleeper.statestore.file.OwnerOnly;

/** Where a pod's volumes and temporary files are, and which process it has, so that a later process finds that. */
final class PodFolder {
    private static final Logger LOG = LoggerFactory.getLogger(PodFolder.class);
    private static final String PROCESS = "process";

    /** How far two readings of one process's beginning may be apart: the system's clock is set now and then. */
    private static final Duration CLOCK_SLACK = Duration.ofSeconds(5);

    private final Path folder;

    PodFolder(Node node, JsonNode pod) {
        this.folder = node.folder().resolve(Meta.uid(pod));
    }

    Path make() throws IOException {
        OwnerOnly.createDirectories(folder.resolve("tmp"));
        return folder;
    }

    void keep(Process process) throws IOException {
        String born = process.info().startInstant().map(Instant::toString).orElse("");
        OwnerOnly.write(folder.resolve(PROCESS), process.pid() + " " + born);
    }

    /** @return the process of the pod that an earlier process has started, if it runs still */
    Optional<ProcessHandle> outlived() {
        try {
            List<String> kept =
                    List.of(Files.readString(folder.resolve(PROCESS)).split(" ", 2));
            return ProcessHandle.of(Long.parseLong(kept.get(0)))
                    .filter(found -> isBorn(found, kept.get(1)))
                    .filter(found -> found.info().command().isPresent());
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    private static boolean isBorn(ProcessHandle found, String at) {
        return at.isEmpty()
                || found.info()
                        .startInstant()
                        .map(born ->
                                Duration.between(Instant.parse(at), born).abs().compareTo(CLOCK_SLACK) <= 0)
                        .orElse(true);
    }

    void delete() {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("The folder {} of a pod that has ended was not deleted", folder, e);
        }
    }
}
