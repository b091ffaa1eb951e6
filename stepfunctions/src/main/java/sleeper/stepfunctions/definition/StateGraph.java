package sleeper.stepfunctions.definition;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * States that lead to one another: the top level, a branch of a Parallel or the processor of a Map.
 *
 * @param startAt name of the first state; one of {@code states}
 * @param states  the states by name, in the order of the definition
 */
public record StateGraph(String startAt, Map<String, State> states) {
    public StateGraph {
        states = Collections.unmodifiableMap(new LinkedHashMap<>(states));
    }

    /** The state of this name, which must be one of the graph's. */
    public State state(String name) {
        State state = states.get(name);
        if (state == null) {
            throw new IllegalArgumentException("No state '" + name + "' in " + states.keySet());
        }
        return state;
    }
}
