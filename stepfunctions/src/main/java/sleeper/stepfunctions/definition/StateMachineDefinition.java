package sleeper.stepfunctions.definition;

import java.util.Objects;
import java.util.OptionalLong;

/**
 * A whole definition.
 *
 * @param graph          the states of the top level
 * @param timeoutSeconds how long an execution may take, in seconds, from 1; empty for no limit
 */
public record StateMachineDefinition(StateGraph graph, OptionalLong timeoutSeconds) {
    public StateMachineDefinition {
        Objects.requireNonNull(graph, "graph");
    }
}
