package sleeper.stepfunctions.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import sleeper.stepfunctions.expression.Json;

/** Makes the details of events, field by field as Step Functions names them. JSON values travel as text. */
public final class EventDetails {
    private EventDetails() {}

    /** No details. */
    public static ObjectNode none() {
        return Json.object();
    }

    /** Of an execution's start. */
    public static ObjectNode started(String input, String roleArn) {
        ObjectNode details = Json.object().put("input", input);
        details.set("inputDetails", whole());
        return details.put("roleArn", roleArn);
    }

    /**
     * Of a redrive.
     *
     * @param redriveCount redrives so far, with this one
     */
    public static ObjectNode redriven(int redriveCount) {
        return Json.object().put("redriveCount", redriveCount);
    }

    /** Of an execution's success. */
    public static ObjectNode succeeded(String output) {
        ObjectNode details = Json.object().put("output", output);
        details.set("outputDetails", whole());
        return details;
    }

    /** Of a failure, an abort or a time-out. */
    public static ObjectNode failure(Optional<String> error, Optional<String> cause) {
        ObjectNode details = Json.object();
        error.ifPresent(text -> details.put("error", text));
        cause.ifPresent(text -> details.put("cause", text));
        return details;
    }

    /** Of a state's entry. */
    public static ObjectNode stateEntered(String name, String input) {
        ObjectNode details = Json.object().put("name", name).put("input", input);
        details.set("inputDetails", whole());
        return details;
    }

    /** Of a state's exit; variables appear only if the state assigned some. */
    public static ObjectNode stateExited(String name, String output, Map<String, JsonNode> assigned) {
        ObjectNode details = Json.object().put("name", name).put("output", output);
        details.set("outputDetails", whole());
        if (!assigned.isEmpty()) {
            ObjectNode variables = details.putObject("assignedVariables");
            assigned.forEach((variable, value) -> variables.put(variable, Json.write(value)));
            details.set("assignedVariablesDetails", whole());
        }
        return details;
    }

    /** Of a Map's start. */
    public static ObjectNode mapStarted(int length) {
        return Json.object().put("length", length);
    }

    /** Of an iteration of a Map. */
    public static ObjectNode iteration(String mapName, int index) {
        return Json.object().put("name", mapName).put("index", index);
    }

    /** Of a Task that was scheduled through a service integration. */
    public static ObjectNode taskScheduled(
            String resourceType,
            String resource,
            String region,
            String parameters,
            OptionalLong timeoutSeconds,
            OptionalLong heartbeatSeconds) {
        ObjectNode details = Json.object()
                .put("resourceType", resourceType)
                .put("resource", resource)
                .put("region", region)
                .put("parameters", parameters);
        timeoutSeconds.ifPresent(seconds -> details.put("timeoutInSeconds", seconds));
        heartbeatSeconds.ifPresent(seconds -> details.put("heartbeatInSeconds", seconds));
        return details;
    }

    /** Of a Task that was started. */
    public static ObjectNode task(String resourceType, String resource) {
        return Json.object().put("resourceType", resourceType).put("resource", resource);
    }

    /** Of a Task's result or submission. */
    public static ObjectNode taskOutput(String resourceType, String resource, String output) {
        ObjectNode details = task(resourceType, resource).put("output", output);
        details.set("outputDetails", whole());
        return details;
    }

    /** Of a Task's failure or time-out. */
    public static ObjectNode taskFailure(
            String resourceType, String resource, Optional<String> error, Optional<String> cause) {
        ObjectNode details = task(resourceType, resource);
        details.setAll(failure(error, cause));
        return details;
    }

    /** Of a Lambda function that a Task names directly. */
    public static ObjectNode lambdaScheduled(String functionArn, String input, OptionalLong timeoutSeconds) {
        ObjectNode details = Json.object().put("resource", functionArn).put("input", input);
        details.set("inputDetails", whole());
        timeoutSeconds.ifPresent(seconds -> details.put("timeoutInSeconds", seconds));
        return details;
    }

    private static ObjectNode whole() {
        return Json.object().put("truncated", false);
    }
}
