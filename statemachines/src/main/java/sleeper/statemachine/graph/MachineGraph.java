package sleeper.statemachine.graph;

import java.util.List;
import java.util.stream.Stream;
import sleeper.core.json.StoredJson;
import sleeper.core.util.Require;

/**
 * A state machine, or a graph that one of its states runs.
 *
 * @param startAt name of the first state
 * @param comment what the machine is for; may be empty
 * @param states  in the order of the definition
 */
public record MachineGraph(String startAt, String comment, List<GraphState> states) {
    public MachineGraph {
        Require.notNull("startAt", startAt);
        Require.notNull("comment", comment);
        states = List.copyOf(states);
    }

    /**
     * @param definition a definition that Step Functions took, as a file has it or prepared for a deployment
     * @throws sleeper.core.error.CorruptDataException DATA_CORRUPT if it is no JSON, or has no states
     */
    public static MachineGraph parse(String definition) {
        return GraphReader.graph(StoredJson.parse("A definition", definition));
    }

    /** @return every state, each followed by those of the graphs that it runs */
    public List<GraphState> allStates() {
        return all().toList();
    }

    private Stream<GraphState> all() {
        return states.stream()
                .flatMap(state -> Stream.concat(
                        Stream.of(state), state.machines().stream().flatMap(MachineGraph::all)));
    }
}
