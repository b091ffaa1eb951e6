package sleeper.local.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import sleeper.core.job.AttemptId;
import sleeper.local.client.ExecutionStory;
import sleeper.statemachine.StateMachineFile;
import sleeper.stepfunctions.expression.Json;
import sleeper.stepfunctions.history.HistoryEvent;
import sleeper.stepfunctions.store.FileExecutionStore;
import sleeper.stepfunctions.store.StoredExecution;

/**
 * What executions of {@code ingest-job} did, as they were last saved in a home: whether or not a process runs its services, and
 * without asking it. Safe for use by many threads.
 */
public final class StoredStories {
    private final LocalHome home;

    public StoredStories(LocalHome home) {
        this.home = home;
    }

    /** @return what the attempt's execution did so far, or empty if it was not started */
    public Optional<ExecutionStory> find(AttemptId attempt) {
        if (!Files.isDirectory(home.stepFunctions())) {
            return Optional.empty();
        }
        FileExecutionStore store = new FileExecutionStore(home.stepFunctions());
        return store.find(StateMachineFile.INGEST_JOB.machineName(), attempt.executionName())
                .map(execution -> story(store, execution));
    }

    /** The status is read before the history, so that a story that is closed is also complete. */
    private static ExecutionStory story(FileExecutionStore store, StoredExecution execution) {
        List<JsonNode> events = store.history(execution.start()).stream()
                .map(StoredStories::event)
                .toList();
        return ExecutionStory.of(
                execution.start().arn(), execution.state().status().name(), events);
    }

    private static JsonNode event(HistoryEvent event) {
        ObjectNode json = Json.object();
        event.type().detailsField().ifPresent(field -> json.set(field, event.details()));
        return json;
    }
}
