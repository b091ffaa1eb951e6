package sleeper.statestore.instance;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import sleeper.core.util.Require;
import sleeper.statestore.instance.Executions.Status;

/**
 * What an execution's history tells of an attempt.
 *
 * @param executionArn  the execution
 * @param status        where it stands
 * @param statesVisited names of the states entered, in order
 * @param created       what the attempt created, by ARN
 * @param tornDown      what of that is gone again
 * @param waiting       why it waits, for people, where it cannot go on before something is mended, such as a full disk
 * @param waitsSince    since when a task of it waits until its platform has room for it; empty if none does, and if nobody says
 */
public record ExecutionStory(
        String executionArn,
        Status status,
        List<String> statesVisited,
        List<String> created,
        List<String> tornDown,
        Optional<String> waiting,
        Optional<Instant> waitsSince) {
    public ExecutionStory {
        Require.notBlank("executionArn", executionArn);
        Require.notNull("status", status);
        statesVisited = List.copyOf(statesVisited);
        created = List.copyOf(created);
        tornDown = List.copyOf(tornDown);
        Require.notNull("waiting", waiting);
        Require.notNull("waitsSince", waitsSince);
    }

    /** @return the same, as its services have it that could not write it down yet */
    public ExecutionStory waiting(Status now, String why) {
        return new ExecutionStory(executionArn, now, statesVisited, created, tornDown, Optional.of(why), waitsSince);
    }

    public boolean isClosed() {
        return status != Status.RUNNING;
    }

    /** @return the same story of an execution that waits */
    public ExecutionStory waitingSince(Optional<Instant> since) {
        return new ExecutionStory(executionArn, status, statesVisited, created, tornDown, waiting, since);
    }
}
