package sleeper.verification.workflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import sleeper.stepfunctions.ExecutionDescription;
import sleeper.stepfunctions.history.HistoryEvent;

/**
 * What our interpreter did in an execution, as JSON from which another interpreter can be given the same Tasks.
 *
 * <p>Of the execution: {@code machine}, {@code arn}, {@code input}, {@code states} in the order in which they were entered, {@code
 * status}, and {@code output}, {@code error} and {@code cause} where it has them. Of each time that a Task was tried, in order: its
 * {@code state}, {@code given} (its parameters), and how it ended: {@code answer}, or {@code error} and {@code cause}, or none of
 * them where it was ended with the execution or with its branch. {@code begun} is how many Tasks had begun when it ended, this one
 * included: which of two branches ends first matters.
 */
final class ExecutionRecord {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ArrayNode states = JSON.createArrayNode();
    private final ArrayNode tasks = JSON.createArrayNode();
    /** The state that an event is of, by the event's id. */
    private final Map<Long, String> stateOf = new HashMap<>();
    /** The try that an event is of, by the event's id. */
    private final Map<Long, ObjectNode> taskOf = new HashMap<>();

    private ExecutionRecord() {}

    static ObjectNode of(ExecutionDescription execution, List<HistoryEvent> history) {
        ExecutionRecord record = new ExecutionRecord();
        history.forEach(record::take);
        ObjectNode written = JSON.createObjectNode();
        written.put("machine", execution.start().stateMachineName());
        written.put("arn", execution.start().arn());
        written.set("input", read(execution.start().input()));
        written.set("states", record.states);
        written.set("tasks", record.tasks);
        written.put("status", execution.status().name());
        execution.output().ifPresent(output -> written.set("output", read(output)));
        execution.error().ifPresent(error -> written.put("error", error));
        execution.cause().ifPresent(cause -> written.put("cause", cause));
        return written;
    }

    private void take(HistoryEvent event) {
        String type = event.type().wireName();
        if (type.endsWith("StateEntered")) {
            states.add(event.stateName());
            stateOf.put(event.id(), event.stateName());
            return;
        }
        if (stateOf.containsKey(event.previousEventId())) {
            stateOf.put(event.id(), stateOf.get(event.previousEventId()));
        }
        if (type.equals("TaskScheduled")) {
            ObjectNode task = tasks.addObject();
            task.put("state", stateOf.get(event.id()));
            task.set("given", read(event.details().required("parameters").textValue()));
            taskOf.put(event.id(), task);
        } else if (taskOf.containsKey(event.previousEventId())) {
            ObjectNode task = taskOf.get(event.previousEventId());
            taskOf.put(event.id(), task);
            end(task, type, event.details());
        }
    }

    private void end(ObjectNode task, String type, ObjectNode details) {
        switch (type) {
            case "TaskSucceeded" ->
                task.set("answer", read(details.required("output").textValue()));
            case "TaskFailed" -> {
                task.put("error", details.required("error").textValue());
                task.put("cause", details.path("cause").asText());
            }
            case "TaskTimedOut" ->
                throw new IllegalStateException(task + " timed out: interpreters of other people would wait for that");
            default -> {
                return;
            }
        }
        task.put("begun", tasks.size());
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the interpreter wrote what is no JSON: " + json, e);
        }
    }
}
