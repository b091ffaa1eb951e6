package sleeper.local.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sleeper.statestore.instance.ExecutionStory;
import sleeper.statestore.instance.Executions.Status;
import sleeper.stepfunctions.expression.Json;

/** Makes a story of an execution's events, as {@code GetExecutionHistory} gives them. */
public final class StoryOfEvents {
    private StoryOfEvents() {}

    /** @param events oldest first; that a task waits leaves none */
    public static ExecutionStory tell(String executionArn, Status status, Iterable<JsonNode> events) {
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
        return new ExecutionStory(
                executionArn,
                status,
                states,
                List.copyOf(created),
                List.copyOf(ended),
                Optional.empty(),
                Optional.empty());
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
