package sleeper.statemachine.graph;

import java.util.List;
import java.util.stream.Stream;
import sleeper.core.util.Require;

/**
 * A state of a machine.
 *
 * @param name     its name, unique in the whole definition
 * @param kind     as the States Language names it, such as {@code Task}
 * @param resource what a Task calls, such as {@code ecs:runTask.sync}, and the name of the function that it invokes; empty for others
 * @param comment  why it is there; may be empty
 * @param edges    its ways out: the rules of a Choice in their order and its default, else where it leads next; then its retries and what
 *                 it catches. None if the machine ends there
 * @param machines the graphs that it runs: the branches of a Parallel, or the one that a Map repeats
 */
public record GraphState(
        String name, String kind, String resource, String comment, List<GraphEdge> edges, List<MachineGraph> machines) {
    public GraphState {
        Require.notBlank("name", name);
        Require.notNull("kind", kind);
        Require.notNull("resource", resource);
        Require.notNull("comment", comment);
        edges = List.copyOf(edges);
        machines = List.copyOf(machines);
    }

    /** @return the ways out of some kinds, in their order */
    public List<GraphEdge> edges(GraphEdge.Kind... kinds) {
        return edges.stream()
                .filter(edge -> Stream.of(kinds).anyMatch(edge.kind()::equals))
                .toList();
    }
}
