package sleeper.stepfunctions.expression;

/** An intrinsic function did not accept its arguments; the message is Step Functions' own wording. */
public final class IntrinsicFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    IntrinsicFailedException(String message) {
        super(message, null, false, false);
    }
}
