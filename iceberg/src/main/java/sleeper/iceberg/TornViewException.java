package sleeper.iceberg;

/** What a view's metadata names is not there, not whole, or not the view's own. The view is to be made anew. */
final class TornViewException extends RuntimeException {
    private static final long serialVersionUID = 1;

    TornViewException(String message) {
        super(message);
    }

    TornViewException(String message, Throwable cause) {
        super(message, cause);
    }
}
