package sleeper.lambda.record;

import com.fasterxml.jackson.databind.JsonNode;
import sleeper.core.error.CorruptDataException;
import sleeper.core.error.DiskSpace;
import sleeper.core.json.StoredJson;

/**
 * How a task's container ended, as ECS describes it in the cause of {@code States.TaskFailed}.
 *
 * @param exitCode -1 if there is none
 * @param reason   what ECS says of the container, or of the task that is out of memory; empty if nothing
 */
record TaskEnd(int exitCode, String reason) {
    /** What a Java virtual machine ends with that was started with {@code -XX:+ExitOnOutOfMemoryError}. */
    private static final int JVM_OUT_OF_MEMORY = 3;

    /** What the ingest task ends with that found no room: the number of ENOSPC. */
    private static final int NO_ROOM = 28;

    /** 128 and the number of the signal. */
    private static final int ASKED_TO_STOP = 128 + 15;

    private static final int KILLED = 128 + 9;

    /** How ECS begins the reason of a container, or of its task, that the kernel killed at its memory limit. */
    private static final String KILLED_AT_LIMIT = "OutOfMemoryError";

    private static final TaskEnd UNKNOWN = new TaskEnd(-1, "");

    /** @param cause a failed task's, whatever it holds */
    static TaskEnd of(String cause) {
        if (!cause.stripLeading().startsWith("{")) {
            return UNKNOWN;
        }
        try {
            JsonNode task = StoredJson.parse("A cause", cause);
            JsonNode container = task.at("/Containers/0");
            String stopped = task.path("StoppedReason").asText("");
            return new TaskEnd(
                    container.path("ExitCode").asInt(-1),
                    stopped.startsWith(KILLED_AT_LIMIT)
                            ? stopped
                            : container.path("Reason").asText(""));
        } catch (CorruptDataException e) {
            return UNKNOWN;
        }
    }

    boolean isOutOfMemory() {
        return exitCode == JVM_OUT_OF_MEMORY || reason.startsWith(KILLED_AT_LIMIT);
    }

    boolean isDiskFull() {
        return exitCode == NO_ROOM || DiskSpace.saysSo(reason);
    }

    boolean isKnown() {
        return exitCode >= 0;
    }

    String text() {
        return "a container that ended with exit code " + exitCode + meaning()
                + (reason.isEmpty() ? "" : ": " + reason);
    }

    private String meaning() {
        return switch (exitCode) {
            case NO_ROOM -> ", which a task has that found no room on its disk";
            case ASKED_TO_STOP -> ", which a process has that was asked to stop";
            case KILLED -> ", which a process has that was killed";
            default -> "";
        };
    }
}
