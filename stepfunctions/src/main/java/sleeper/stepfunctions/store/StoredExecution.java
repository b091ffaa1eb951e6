package sleeper.stepfunctions.store;

/**
 * An execution as it is kept, apart from its history.
 *
 * @param start what is fixed
 * @param state what it was when last saved
 */
public record StoredExecution(ExecutionStart start, ExecutionState state) {}
