package sleeper.stepfunctions.definition;

import java.util.List;

/**
 * One state. Closed on purpose: code that handles states implements {@link StateVisitor}, and the compiler lists what a new kind must
 * touch.
 */
public sealed interface State
        permits PassState, TaskState, ChoiceState, WaitState, SucceedState, FailState, ParallelState, MapState {
    /** Its name, unique in its graph. */
    String name();

    /** How it treats input and output. */
    DataFlow data();

    /** Its Retry entries, in order; empty for a kind that has none. */
    default List<Retrier> retriers() {
        return List.of();
    }

    /** Its Catch entries, in order; empty for a kind that has none. */
    default List<Catcher> catchers() {
        return List.of();
    }

    /** Calls the visitor's method for this kind of state. */
    <R> R accept(StateVisitor<R> visitor);
}
