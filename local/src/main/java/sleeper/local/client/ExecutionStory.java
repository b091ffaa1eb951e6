package sleeper.local.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import sleeper.stepfunctions.expression.Json;

/**
 * What an execution's history tells of an attempt.
 *
 * @param executionArn  the execution
 * @param status        as Step Functions words it: RUNNING, SUCCEEDED, FAILED, TIMED_OUT, ABORTED
 * @param statesVisited names of the states entered, in order
 * @param created       what the attempt created, by ARN
 * @param tornDown      what of that the execution itself saw to end: what it did not wait for to the end is not among it
 */
public record ExecutionStory(
        String executionArn, String status, List<String> statesVisited, List<String> created, List<String> tornDown) {
    public ExecutionStory {
        statesVisited = List.copyOf(statesVisited);
        created = List.copyOf(created);
        tornDown = List.copyOf(tornDown);
    }

    public boolean isClosed() {
        return !status.equals("RUNNING");
    }

    /** @param events as {@code GetExecutionHistory} gives them, oldest first */
    public static ExecutionStory of(String executionArn, String status, Iterable<JsonNode> events) {
        List<String> states = new ArrayList<>();
        Set<String> created = new LinkedHashSet<>();
        Set<String> ended = new LinkedHashSet<>();
        for (JsonNode event : events) {
            if (event.has("stateEnteredEventDetails")) {
                states.add(event.at("/stateEnteredEventDetails/name").asText());
            }
            created.addAll(taskArns(event.at("/taskSubmittedEventDetails/output")));
            ended.addAll(taskArns(event.at("/taskSucceededEventDetails/output")));
            ended.addAll(taskArns(event.at("/taskFailedEventDetails/cause")));
        }
        ended.retainAll(created);
        return new ExecutionStory(executionArn, status, states, List.copyOf(created), List.copyOf(ended));
    }

    private static List<String> taskArns(JsonNode text) {
        if (!text.isTextual()) {
            return List.of();
        }
        try {
            return Json.read(text.asText()).findValuesAsText("TaskArn");
        } catch (JsonProcessingException e) {
            return List.of();
        }
    }
}
