package sleeper.stepfunctions.definition;

import java.util.List;

/**
 * Runs several graphs at once, each on the same input.
 *
 * @param branches the graphs; their outputs, in this order, are the result
 */
public record ParallelState(
        String name,
        DataFlow data,
        List<StateGraph> branches,
        List<Retrier> retriers,
        List<Catcher> catchers,
        Transition transition)
        implements State {
    public ParallelState {
        branches = List.copyOf(branches);
        retriers = List.copyOf(retriers);
        catchers = List.copyOf(catchers);
    }

    @Override
    public <R> R accept(StateVisitor<R> visitor) {
        return visitor.parallel(this);
    }
}
