package sleeper.stepfunctions.task;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * One attempt of a Task.
 *
 * @param executionArn     the execution that wants it
 * @param stateName        the Task state
 * @param resource         the state's Resource
 * @param parameters       the effective input: the evaluated Parameters, or the input as it is. Never changed
 * @param retryCount       retries of this state before this attempt; 0 for the first
 * @param taskToken        unique to this attempt; also {@code $$.Task.Token}
 * @param timeoutSeconds   after this many seconds the attempt is cancelled; empty for no limit
 * @param heartbeatSeconds after this many seconds without a heartbeat it is cancelled; empty for no limit
 */
public record TaskRequest(
        String executionArn,
        String stateName,
        String resource,
        JsonNode parameters,
        int retryCount,
        String taskToken,
        OptionalLong timeoutSeconds,
        OptionalLong heartbeatSeconds) {
    public TaskRequest {
        Objects.requireNonNull(executionArn, "executionArn");
        Objects.requireNonNull(parameters, "parameters");
    }

    /** The part of the resource that names the service, such as {@code ecs}. */
    public String resourceType() {
        return TaskResource.parse(resource).type();
    }
}
