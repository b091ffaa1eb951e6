package sleeper.stepfunctions.expression;

/** A text in a definition is not a path, reference path or intrinsic function call. */
public final class ExpressionSyntaxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ExpressionSyntaxException(String message) {
        super(message);
    }

    public ExpressionSyntaxException(String message, Throwable cause) {
        super(message, cause);
    }
}
