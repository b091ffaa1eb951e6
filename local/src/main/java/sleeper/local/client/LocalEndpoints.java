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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sleeper.core.platform.JobQueue;
import sleeper.statestore.file.OwnerOnly;

/**
 * Where running services are found: what {@code local.json} holds, and {@code local} prints, but for the secrets.
 *
 * @param values {@code stepfunctions}, {@code sqs} and {@code s3} (addresses), {@code s3.access-key} and {@code s3.secret-key} (by which
 *     requests for buckets are signed; not there, as {@code s3}, where the buckets lie elsewhere), {@code state-machine.<name>} (ARNs), {@code mailbox} and
 *     {@code buckets} (folders), {@code queue.<word>} (URLs), {@code api} and
 *     {@code api.token} (the JSON API, and what its clients send); in the order in which they are printed
 */
public record LocalEndpoints(Map<String, String> values) {
    /** Name of the value by which requests for buckets are signed. */
    public static final String S3_SECRET = "s3.secret-key";

    private static final String API = "api";
    private static final String API_TOKEN = "api.token";
    private static final List<String> SECRETS = List.of(S3_SECRET, API_TOKEN);

    private static final ObjectMapper JSON = new ObjectMapper();

    public LocalEndpoints {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** @return what may be shown: all but the secrets, which whoever may have them reads from the file */
    public LocalEndpoints withoutSecret() {
        Map<String, String> shown = new LinkedHashMap<>(values);
        SECRETS.forEach(shown::remove);
        return new LocalEndpoints(shown);
    }

    /**
     * @param address of the console and the API
     * @param token   that programs send there
     */
    public LocalEndpoints withConsole(String address, String token) {
        Map<String, String> more = new LinkedHashMap<>(values);
        more.put(API, address);
        more.put(API_TOKEN, token);
        return new LocalEndpoints(more);
    }

    /** @return address of the console and the API; empty if they are not served */
    public Optional<String> consoleAddress() {
        return Optional.ofNullable(values.get(API));
    }

    /** @return what programs send to the API */
    public String consoleToken() {
        return values.getOrDefault(API_TOKEN, "");
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

    @Override
    public String toString() {
        return withoutSecret().values.toString();
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
