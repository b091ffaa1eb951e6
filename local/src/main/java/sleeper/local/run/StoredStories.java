package sleeper.local.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import sleeper.core.job.AttemptId;
import sleeper.local.client.StoryOfEvents;
import sleeper.statemachine.StateMachineFile;
import sleeper.statestore.instance.ExecutionEvent;
import sleeper.statestore.instance.ExecutionStories;
import sleeper.statestore.instance.ExecutionStory;
import sleeper.statestore.instance.Executions.Status;
import sleeper.statestore.instance.TaskProgress;
import sleeper.stepfunctions.expression.Json;
import sleeper.stepfunctions.history.HistoryEvent;
import sleeper.stepfunctions.store.FileExecutionStore;
import sleeper.stepfunctions.store.FileStamp;
import sleeper.stepfunctions.store.StoredExecution;

/**
 * What executions of {@code ingest-job} did, as they were last saved in a home: whether or not a process runs its services, and
 * without asking it. Safe for use by many threads.
 */
public final class StoredStories implements ExecutionStories {
    /** Files of this machine are read at no cost. */
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    private final LocalHome home;
    private final KnownStories known;

    public StoredStories(LocalHome home, InstantSource clock) {
        this.home = home;
        this.known = new KnownStories(clock);
    }

    @Override
    public String executionArn(AttemptId attempt) {
        return EmbeddedExecutions.executionArn(attempt);
    }

    @Override
    public Optional<ExecutionStory> find(AttemptId attempt) {
        return stamp(attempt).flatMap(stamp -> known.find(attempt, stamp, () -> read(attempt)));
    }

    /** The status is read before the history, so that a story that is closed is also complete. */
    private Optional<ExecutionStory> read(AttemptId attempt) {
        return stored(attempt)
                .map(execution -> StoryOfEvents.tell(
                                execution.start().arn(),
                                Status.valueOf(execution.state().status().name()),
                                events(execution).map(StoredStories::asTold).toList())
                        .waitingSince(execution.state().waitsSince()));
    }

    @Override
    public List<ExecutionEvent> history(AttemptId attempt) {
        return stored(attempt).stream()
                .flatMap(this::events)
                .map(StoredStories::told)
                .toList();
    }

    /** {@inheritDoc} Events are numbered from 1 on, so that none is read to know how many there are. */
    @Override
    public long lastEvent(AttemptId attempt) {
        return stored(attempt).map(execution -> execution.state().eventCount()).orElse(0L);
    }

    /** @return the event as the port gives it */
    public static ExecutionEvent told(HistoryEvent event) {
        return new ExecutionEvent(
                event.id(),
                event.previousEventId(),
                event.timestamp(),
                event.type().wireName(),
                event.stateName(),
                Json.write(event.details()));
    }

    /** Later updates of the machine do not touch an execution, which keeps the definition that it was started with. */
    @Override
    public Optional<String> definition(AttemptId attempt) {
        return stored(attempt).map(execution -> execution.start().definition());
    }

    @Override
    public Optional<TaskProgress> progress(AttemptId attempt) {
        try {
            return new TaskLogs(home.logs()).progress(attempt);
        } catch (IOException e) {
            throw new UncheckedIOException("the logs in " + home.logs() + " could not be read", e);
        }
    }

    @Override
    public List<String> log(AttemptId attempt, int most) {
        try {
            return new TaskLogs(home.logs()).tail(attempt, most);
        } catch (IOException e) {
            throw new UncheckedIOException("the logs in " + home.logs() + " could not be read", e);
        }
    }

    @Override
    public Duration lookEvery() {
        return LOOK_EVERY;
    }

    private Optional<FileStamp> stamp(AttemptId attempt) {
        return Files.isDirectory(home.stepFunctions())
                ? store().stamp(StateMachineFile.INGEST_JOB.machineName(), attempt.executionName())
                : Optional.empty();
    }

    private Optional<StoredExecution> stored(AttemptId attempt) {
        return Files.isDirectory(home.stepFunctions())
                ? store().find(StateMachineFile.INGEST_JOB.machineName(), attempt.executionName())
                : Optional.empty();
    }

    private Stream<HistoryEvent> events(StoredExecution execution) {
        return store().history(execution.start()).stream();
    }

    private FileExecutionStore store() {
        return new FileExecutionStore(home.stepFunctions());
    }

    /** @return the event as {@code GetExecutionHistory} gives it, as far as a story needs it */
    private static JsonNode asTold(HistoryEvent event) {
        ObjectNode json = Json.object();
        event.type().detailsField().ifPresent(field -> json.set(field, event.details()));
        return json;
    }
}
