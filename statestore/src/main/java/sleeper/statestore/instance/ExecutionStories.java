package sleeper.statestore.instance;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import sleeper.core.job.AttemptId;

/**
 * Port: what executions of {@code ingest-job} did, to be read at any time, whether or not services run. Safe for use by many
 * threads.
 *
 * <p>Errors, the same for all methods that look: {@link java.io.UncheckedIOException} if what is kept cannot be read;
 * {@link UnreachableException} if nobody answers who keeps it; {@link sleeper.core.error.SleeperException} if whoever does refuses.
 */
public interface ExecutionStories {
    /** @return the ARN of the attempt's execution, whether or not there is one yet */
    String executionArn(AttemptId attempt);

    /** @return what the attempt's execution did so far; empty if it was not started. One that is closed is complete */
    Optional<ExecutionStory> find(AttemptId attempt);

    /** @return the events of the attempt's execution, oldest first; none if it was not started */
    List<ExecutionEvent> history(AttemptId attempt);

    /** @return number of the newest event of the attempt's execution, which changes with whatever that does; 0 before the first */
    default long lastEvent(AttemptId attempt) {
        List<ExecutionEvent> events = history(attempt);
        return events.isEmpty() ? 0 : events.get(events.size() - 1).id();
    }

    /**
     * @return the definition that the attempt's execution runs, prepared for the deployment that started it; empty if it was not started
     */
    Optional<String> definition(AttemptId attempt);

    /** @return how far the attempt's latest task has come; empty if there is none, or it has told nothing yet */
    Optional<TaskProgress> progress(AttemptId attempt);

    /** @return the last lines of the log of the attempt's latest task, at most so many; none where it is kept elsewhere, or there is none */
    List<String> log(AttemptId attempt, int most);

    /** @return how long whoever follows an execution waits from one look to the next; above 0 */
    Duration lookEvery();
}
