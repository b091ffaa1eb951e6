package sleeper.statestore.instance;

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
 */
public record ExecutionStory(
        String executionArn,
        Status status,
        List<String> statesVisited,
        List<String> created,
        List<String> tornDown,
        Optional<String> waiting) {
    public ExecutionStory {
        Require.notBlank("executionArn", executionArn);
        Require.notNull("status", status);
        statesVisited = List.copyOf(statesVisited);
        created = List.copyOf(created);
        tornDown = List.copyOf(tornDown);
        Require.notNull("waiting", waiting);
    }

    /** @return the same, as its services have it that could not write it down yet */
    public ExecutionStory waiting(Status now, String why) {
        return new ExecutionStory(executionArn, now, statesVisited, created, tornDown, Optional.of(why));
    }

    public boolean isClosed() {
        return status != Status.RUNNING;
    }
}
