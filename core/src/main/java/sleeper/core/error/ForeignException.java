package sleeper.core.error;

/**
 * Stands for a throwable that did not cross from one process to another as it was. Stack trace and causes are the original's; the
 * message begins with its class.
 */
public final class ForeignException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Longest chain of causes that is copied: a chain may be a circle. */
    private static final int MOST_CAUSES = 100;

    private ForeignException(Throwable original, int causesLeft) {
        super(original.toString(), causeOf(original, causesLeft));
        setStackTrace(original.getStackTrace());
    }

    private static ForeignException causeOf(Throwable original, int causesLeft) {
        Throwable cause = original.getCause();
        return cause == null || causesLeft == 0 ? null : new ForeignException(cause, causesLeft - 1);
    }

    static ForeignException of(Throwable original) {
        return new ForeignException(original, MOST_CAUSES);
    }
}
