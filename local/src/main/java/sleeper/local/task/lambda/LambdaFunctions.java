package sleeper.local.task.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import sleeper.core.util.Secrets;
import sleeper.core.util.UnicodeText;
import sleeper.local.task.AwsNames;
import sleeper.stepfunctions.task.TaskFailedException;
import sleeper.stepfunctions.task.TaskIntegration;
import sleeper.stepfunctions.task.TaskProgress;
import sleeper.stepfunctions.task.TaskRequest;

/** The functions of the embedded run, and {@code lambda:invoke} over them. Safe for use by many threads if the handlers are. */
public final class LambdaFunctions {
    /** Frames of a failed handler's stack that its error shows; the cause of an error must stay below 32 KiB. */
    private static final int MAX_FRAMES = 20;

    private static final int MAX_MESSAGE = 16_000;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, LambdaFunction<?, ?>> byName = new LinkedHashMap<>();
    private final Supplier<String> requestIds;

    public LambdaFunctions(List<LambdaFunction<?, ?>> functions, Supplier<String> requestIds) {
        functions.forEach(function -> byName.put(function.name(), function));
        this.requestIds = requestIds;
    }

    /** @return {@code lambda:invoke}, whose calls run on the executor */
    public TaskIntegration invoke(Executor executor) {
        return TaskIntegration.calling(executor, this::invoke);
    }

    private JsonNode invoke(TaskRequest request, TaskProgress progress) throws JsonProcessingException {
        String requestId = requestIds.get();
        JsonNode payload = call(
                functionName(request.parameters().path("FunctionName").asText()),
                request.parameters().path("Payload"),
                requestId);
        ObjectNode output = JSON.createObjectNode();
        output.put("ExecutedVersion", "$LATEST");
        output.set("Payload", payload);
        output.putObject("SdkHttpMetadata").put("HttpStatusCode", 200);
        output.putObject("SdkResponseMetadata").put("RequestId", requestId);
        return output.put("StatusCode", 200);
    }

    /**
     * Calls a function.
     *
     * @return its response
     * @throws TaskFailedException with the class name and the JSON that Lambda reports, if the handler throws an exception or error
     */
    public JsonNode call(String functionName, JsonNode payload, String requestId) throws JsonProcessingException {
        LambdaFunction<?, ?> function = byName.get(functionName);
        if (function == null) {
            throw new TaskFailedException(
                    "Lambda.ResourceNotFoundException", "Function not found: " + AwsNames.function(functionName));
        }
        String response;
        try {
            response = function.invoke(JSON.writeValueAsString(payload), requestId);
        } catch (OutOfMemoryError | StackOverflowError e) {
            throw new TaskFailedException("Lambda.Unknown", "RequestId: " + requestId + " Error: " + e);
        } catch (RuntimeException | Error e) {
            throw new TaskFailedException(e.getClass().getName(), errorJson(e));
        }
        return JSON.readTree(response);
    }

    private static String functionName(String nameOrArn) {
        return nameOrArn.substring(nameOrArn.lastIndexOf(':') + 1);
    }

    private static String errorJson(Throwable error) throws JsonProcessingException {
        String message = Secrets.masked(String.valueOf(error.getMessage()));
        ObjectNode json = JSON.createObjectNode()
                .put("errorMessage", UnicodeText.cut(message, MAX_MESSAGE))
                .put("errorType", error.getClass().getName());
        ArrayNode stack = json.putArray("stackTrace");
        StackTraceElement[] frames = error.getStackTrace();
        for (int i = 0; i < Math.min(frames.length, MAX_FRAMES); i++) {
            stack.add(frames[i].toString());
        }
        return JSON.writeValueAsString(json);
    }
}
