package sleeper.stepfunctions.expression;

/** A field of a payload template could not be computed; the message is Step Functions' own wording. */
public final class FieldFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FieldFailedException(String message) {
        super(message, null, false, false);
    }
}
