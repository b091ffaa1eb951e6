package sleeper.local.task.spark;

/** Spark refuses a line of {@code spark-submit}; the message is Spark's. */
public final class WrongLineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WrongLineException(String message) {
        super(message);
    }
}
