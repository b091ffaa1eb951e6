package sleeper.statestore.instance;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sleeper.core.error.CorruptDataException;
import sleeper.core.json.StoredJson;
import sleeper.statestore.instance.Executions.Status;

/** Makes a story of an execution's events, which it is given oldest first. For one thread. */
public final class StoryBuilder {
    /** How ECS names a task in its answers; what is created elsewhere is found in the records of attempts. */
    private static final String CREATED = "TaskArn";

    private final List<String> states = new ArrayList<>();
    private final Set<String> created = new LinkedHashSet<>();
    private final Set<String> ended = new LinkedHashSet<>();

    /** A state was entered. */
    public StoryBuilder entered(String state) {
        states.add(state);
        return this;
    }

    /**
     * A service took the request of a Task.
     *
     * @param output JSON; what is none says nothing
     */
    public StoryBuilder submitted(String output) {
        created.addAll(arns(output));
        return this;
    }

    /**
     * A Task ended.
     *
     * @param said its output, or the cause of its failure; JSON as of {@link #submitted}
     */
    public StoryBuilder ended(String said) {
        ended.addAll(arns(said));
        return this;
    }

    private static List<String> arns(String json) {
        try {
            return StoredJson.parse("An event", json).findValuesAsText(CREATED);
        } catch (CorruptDataException e) {
            return List.of();
        }
    }

    /** @return the story so far; that a task waits is in no event */
    public ExecutionStory build(String executionArn, Status status) {
        Set<String> tornDown = new LinkedHashSet<>(ended);
        tornDown.retainAll(created);
        return new ExecutionStory(
                executionArn,
                status,
                states,
                List.copyOf(created),
                List.copyOf(tornDown),
                Optional.empty(),
                Optional.empty());
    }
}
