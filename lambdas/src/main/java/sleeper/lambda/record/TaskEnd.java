package sleeper.lambda.record;

import com.fasterxml.jackson.databind.JsonNode;
import sleeper.core.error.CorruptDataException;
import sleeper.core.json.StoredJson;

/**
 * How a task's container ended, as ECS describes it in the cause of {@code States.TaskFailed}.
 *
 * @param exitCode -1 if there is none
 * @param reason   what ECS says of the container; empty if nothing
 */
record TaskEnd(int exitCode, String reason) {
    /** What a Java virtual machine ends with that was started with {@code -XX:+ExitOnOutOfMemoryError}. */
    private static final int JVM_OUT_OF_MEMORY = 3;

    /** How ECS begins the reason of a container that the kernel killed at its memory limit. */
    private static final String KILLED_AT_LIMIT = "OutOfMemoryError";

    private static final TaskEnd UNKNOWN = new TaskEnd(-1, "");

    /** @param cause a failed task's, whatever it holds */
    static TaskEnd of(String cause) {
        if (!cause.stripLeading().startsWith("{")) {
            return UNKNOWN;
        }
        try {
            JsonNode container = StoredJson.parse("A cause", cause).at("/Containers/0");
            return new TaskEnd(
                    container.path("ExitCode").asInt(-1),
                    container.path("Reason").asText(""));
        } catch (CorruptDataException e) {
            return UNKNOWN;
        }
    }

    boolean isOutOfMemory() {
        return exitCode == JVM_OUT_OF_MEMORY || reason.startsWith(KILLED_AT_LIMIT);
    }

    String text() {
        return "a container that ended with exit code " + exitCode + (reason.isEmpty() ? "" : ": " + reason);
    }
}
