package sleeper.local.task;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sleeper.statestore.file.OwnerOnly;

/**
 * Records of what stands in for a service, a JSON file each. A reader, in whichever process, sees each whole, before or after a change.
 * They are not forced to the disk: one that a loss of power cut off is of something that was lost with it.
 *
 * @param folder where they lie; made when the first is written
 */
public record RecordFolder(Path folder) {
    private static final Logger LOG = LoggerFactory.getLogger(RecordFolder.class);
    private static final int FORMAT = 1;
    private static final String SUFFIX = ".json";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @param name of the record, which can be part of a file's name */
    public void write(String name, ObjectNode json) throws IOException {
        OwnerOnly.createDirectories(folder);
        Path unfinished = folder.resolve(name + ".unfinished");
        OwnerOnly.write(unfinished, json.put("format", FORMAT).toString());
        Files.move(unfinished, folder.resolve(name + SUFFIX), StandardCopyOption.ATOMIC_MOVE);
    }

    public void delete(String name) throws IOException {
        Files.deleteIfExists(folder.resolve(name + SUFFIX));
    }

    /**
     * @param parser throws IllegalArgumentException if a record is not of its form
     * @return all that can be read, in no order
     */
    public <T> List<T> readAll(Function<JsonNode, T> parser) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<T> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(SUFFIX)).toList()) {
                read(file, parser).ifPresent(found::add);
            }
        }
        return found;
    }

    private static <T> Optional<T> read(Path file, Function<JsonNode, T> parser) throws IOException {
        try {
            JsonNode json = JSON.readTree(Files.readString(file));
            if (json.path("format").asInt() == FORMAT) {
                return Optional.of(parser.apply(json));
            }
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (JsonProcessingException | CharacterCodingException | RuntimeException e) {
            LOG.debug("{} is no whole record", file, e);
        }
        LOG.warn("The record {} cannot be read; what it is about is not listed", file);
        return Optional.empty();
    }
}
