package sleeper.stepfunctions.store;

/** Where an execution stands, by the names of the Step Functions API. */
public enum ExecutionStatus {
    RUNNING,
    SUCCEEDED,
    FAILED,
    TIMED_OUT,
    ABORTED;

    /** Whether the execution has ended. */
    public boolean isClosed() {
        return this != RUNNING;
    }
}
