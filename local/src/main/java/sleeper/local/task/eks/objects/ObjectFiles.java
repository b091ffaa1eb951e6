package sleeper.local.task.eks.objects;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sleeper.statestore.file.OwnerOnly;

/**
 * Objects in a folder, a file each. They are not forced to the disk: what a loss of power takes was of pods that are lost with it.
 */
final class ObjectFiles {
    private static final Logger LOG = LoggerFactory.getLogger(ObjectFiles.class);
    private static final String SUFFIX = ".json";
    private static final String VERSIONS = "resource-version";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;

    /** Makes the folder if it is not there. */
    ObjectFiles(Path folder) throws IOException {
        this.folder = OwnerOnly.createDirectories(folder);
    }

    List<ObjectNode> readAll() throws IOException {
        List<ObjectNode> objects = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(SUFFIX)).toList()) {
                try {
                    objects.add((ObjectNode) JSON.readTree(Files.readString(file)));
                } catch (NoSuchFileException e) {
                    LOG.debug("{} has gone meanwhile", file);
                } catch (JsonProcessingException | ClassCastException e) {
                    LOG.warn("{} is no whole Kubernetes object; it is not there any more", file);
                }
            }
        }
        return objects;
    }

    /** @return the version below which all versions may have been given away */
    long reservedVersions() throws IOException {
        Path file = folder.resolve(VERSIONS);
        return Files.exists(file) ? Long.parseLong(Files.readString(file).strip()) : 0;
    }

    void reserveVersions(long below) {
        write(VERSIONS, Long.toString(below));
    }

    void write(ObjectNode object) {
        write(Meta.uid(object) + SUFFIX, object.toString());
    }

    private void write(String name, String text) {
        Path unfinished = folder.resolve(name + ".unfinished");
        try {
            OwnerOnly.write(unfinished, text);
            Files.move(unfinished, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("A Kubernetes object could not be written to " + folder, e);
        }
    }

    void delete(ObjectNode object) {
        try {
            Files.deleteIfExists(folder.resolve(Meta.uid(object) + SUFFIX));
        } catch (IOException e) {
            throw new UncheckedIOException("A Kubernetes object could not be deleted from " + folder, e);
        }
    }
}
