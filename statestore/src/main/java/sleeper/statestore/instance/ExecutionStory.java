package sleeper.statestore.instance;

import java.util.List;
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
 */
public record ExecutionStory(
        String executionArn, Status status, List<String> statesVisited, List<String> created, List<String> tornDown) {
    public ExecutionStory {
        Require.notBlank("executionArn", executionArn);
        Require.notNull("status", status);
        statesVisited = List.copyOf(statesVisited);
        created = List.copyOf(created);
        tornDown = List.copyOf(tornDown);
    }

    public boolean isClosed() {
        return status != Status.RUNNING;
    }
}
