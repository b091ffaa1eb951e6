package sleeper.local.task.eks.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sleeper.local.task.ChildProcess;
import sleeper.local.task.eks.objects.Meta;
import sleeper.statestore.file.OwnerOnly;

/** Where a pod's volumes and temporary files are, and which process it has, so that a later process finds that. */
final class PodFolder {
    private static final Logger LOG = LoggerFactory.getLogger(PodFolder.class);
    private static final String PROCESS = "process.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;

    PodFolder(Node node, JsonNode pod) {
        this.folder = node.folder().resolve(Meta.uid(pod));
    }

    Path make() throws IOException {
        OwnerOnly.createDirectories(folder.resolve("tmp"));
        return folder;
    }

    void keep(Process process) throws IOException {
        ChildProcess kept = new ChildProcess(process.pid(), process.info().startInstant());
        OwnerOnly.write(folder.resolve(PROCESS), kept.toJson().toString());
    }

    /** @return the process that the pod was last started as, if there is one on record */
    Optional<ChildProcess> process() {
        try {
            return ChildProcess.fromJson(JSON.readTree(Files.readString(folder.resolve(PROCESS))));
        } catch (IOException | DateTimeException e) {
            return Optional.empty();
        }
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
