package sleeper.statemachine.way;

import java.util.List;
import sleeper.core.util.Require;
import sleeper.statemachine.graph.GraphEdge;
import sleeper.statemachine.graph.GraphEdge.Kind;
import sleeper.statemachine.graph.GraphState;
import sleeper.statemachine.graph.MachineGraph;

/**
 * A machine as an execution ran it: what pictures of it are drawn from.
 *
 * @param graph the machine that the execution was started with
 * @param way   the way that it took
 */
public record MachineRun(MachineGraph graph, ExecutionWay way) {
    public MachineRun {
        Require.notNull("graph", graph);
        Require.notNull("way", way);
    }

    /** @return the visits of a state, in their order; none if it was not entered */
    public List<Visit> visits(String state) {
        return way.visits().stream()
                .filter(visit -> visit.state().equals(state))
                .toList();
    }

    /** @return whether the execution was ever in the state */
    public boolean isTaken(String state) {
        return way.visits().stream().anyMatch(visit -> visit.state().equals(state));
    }

    /**
     * @param from the state that the edge leads out of
     * @return whether the execution went that way. Of several rules that lead from one state to one other, a history does not say which
     *     held, and each counts as taken
     */
    public boolean isTaken(GraphState from, GraphEdge edge) {
        if (edge.kind() == Kind.RETRY) {
            return visits(from.name()).stream().anyMatch(visit -> visit.retries() > 0);
        }
        return way.transitions().stream()
                .filter(step -> step.from().equals(from.name()) && step.to().equals(edge.to()))
                .anyMatch(step -> isCaught(from, step) == (edge.kind() == Kind.CATCH));
    }

    /** Of an error that is no failure of a task, such as of a path, there is no event: it led where only a rule that catches leads. */
    private static boolean isCaught(GraphState from, Transition step) {
        return step.caught()
                || from.edges(Kind.NEXT, Kind.CHOICE, Kind.DEFAULT).stream()
                        .noneMatch(edge -> edge.to().equals(step.to()));
    }
}
