package sleeper.local.client;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import sleeper.core.platform.JobQueue;
import sleeper.statestore.file.OwnerOnly;

/**
 * Where running services are found: what {@code local} prints and {@code local.json} holds.
 *
 * @param values {@code stepfunctions} and {@code sqs} (addresses), {@code state-machine.<name>} (ARNs), {@code mailbox} and
 *     {@code buckets} (folders), {@code queue.<word>} (URLs); in the order in which they are printed
 */
public record LocalEndpoints(Map<String, String> values) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public LocalEndpoints {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    public String stepFunctions() {
        return values.get("stepfunctions");
    }

    public String sqs() {
        return values.get("sqs");
    }

    public String stateMachine(String name) {
        return values.get("state-machine." + name);
    }

    public String queueUrl(JobQueue queue) {
        return values.get("queue." + queue.word());
    }

    public void write(Path file) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".tmp");
        OwnerOnly.write(
                unfinished, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(values) + System.lineSeparator());
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** @return what the file says, or empty if there is none */
    public static Optional<LocalEndpoints> read(Path file) throws IOException {
        try {
            return Optional.of(new LocalEndpoints(
                    JSON.readValue(Files.readString(file), new TypeReference<LinkedHashMap<String, String>>() {})));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
