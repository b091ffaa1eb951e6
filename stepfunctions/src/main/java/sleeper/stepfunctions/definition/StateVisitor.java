package sleeper.stepfunctions.definition;

/**
 * One method for each kind of state.
 *
 * @param <R> what the methods return
 */
public interface StateVisitor<R> {
    R pass(PassState state);

    R task(TaskState state);

    R choice(ChoiceState state);

    R waiting(WaitState state);

    R succeed(SucceedState state);

    R fail(FailState state);

    R parallel(ParallelState state);

    R map(MapState state);
}
