package sleeper.local.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A process that was started here or by an earlier process of the home, as it is kept in a record.
 *
 * @param pid    its number
 * @param bornAt when the operating system says that it began: another of that number is not it
 */
public record ChildProcess(long pid, Optional<Instant> bornAt) {
    /** How far two readings of the same process's beginning may be apart: the system's clock is set now and then. */
    private static final Duration CLOCK_SLACK = Duration.ofSeconds(5);

    public static ChildProcess of(ProcessHandle process) {
        return new ChildProcess(process.pid(), process.info().startInstant());
    }

    /**
     * @return the process, if it runs and is the one that was started; one that has ended while nobody waits for it is still
     *     there, but without a command
     */
    public Optional<ProcessHandle> find() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(found -> isBornWith(found.info().startInstant()))
                .filter(found -> found.info().command().isPresent());
    }

    private boolean isBornWith(Optional<Instant> found) {
        return bornAt.isEmpty()
                || found.isEmpty()
                || Duration.between(bornAt.get(), found.get()).abs().compareTo(CLOCK_SLACK) <= 0;
    }

    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("pid", pid);
        bornAt.ifPresent(at -> json.put("bornAt", at.toString()));
        return json;
    }

    /** @return the process that JSON is about; empty if it is about none */
    public static Optional<ChildProcess> fromJson(JsonNode json) {
        JsonNode born = json.path("bornAt");
        return json.path("pid").isIntegralNumber()
                ? Optional.of(new ChildProcess(
                        json.path("pid").asLong(),
                        born.isTextual() ? Optional.of(Instant.parse(born.asText())) : Optional.empty()))
                : Optional.empty();
    }
}
