package sleeper.stepfunctions.task;

/** A Task failed with an error that has a name of its own. */
public final class TaskFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String error;

    /**
     * @param error the name that Retry and Catch match
     * @param cause what happened, in words or JSON
     */
    public TaskFailedException(String error, String cause) {
        super(cause);
        this.error = error;
    }

    /** The name that Retry and Catch match. */
    public String error() {
        return error;
    }
}
