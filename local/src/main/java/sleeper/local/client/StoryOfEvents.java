package sleeper.local.client;

import com.fasterxml.jackson.databind.JsonNode;
import sleeper.statestore.instance.ExecutionStory;
import sleeper.statestore.instance.Executions.Status;
import sleeper.statestore.instance.StoryBuilder;

/** Makes a story of an execution's events, as {@code GetExecutionHistory} gives them. */
public final class StoryOfEvents {
    private StoryOfEvents() {}

    /** @param events oldest first; that a task waits leaves none */
    public static ExecutionStory tell(String executionArn, Status status, Iterable<JsonNode> events) {
        StoryBuilder story = new StoryBuilder();
        for (JsonNode event : events) {
            if (event.has("stateEnteredEventDetails")) {
                story.entered(event.at("/stateEnteredEventDetails/name").asText());
            }
            story.submitted(event.at("/taskSubmittedEventDetails/output").asText());
            story.ended(event.at("/taskSucceededEventDetails/output").asText());
            story.ended(event.at("/taskFailedEventDetails/cause").asText());
        }
        return story.build(executionArn, status);
    }
}
