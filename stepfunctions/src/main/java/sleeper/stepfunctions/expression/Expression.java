package sleeper.stepfunctions.expression;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A path ({@code $.a}, {@code $$.Execution.Id}, {@code $variable.b}) or an intrinsic function call ({@code States.Format(…)}), as it
 * stands in a field that takes one.
 *
 * <p>Source: Amazon States Language specification, sections "Paths", "Intrinsic Functions" and "Using Variables".
 */
public sealed interface Expression permits PathExpression, IntrinsicExpression {
    /** The text as written in the definition. */
    String text();

    /**
     * Finds or computes the value.
     *
     * @throws NoSuchValueException       if a path that names one value finds none
     * @throws IntrinsicFailedException   if a function does not accept its arguments
     */
    JsonNode evaluate(Scope scope);

    /**
     * Reads an expression.
     *
     * @throws ExpressionSyntaxException if the text is neither a path nor a call of a known function
     */
    static Expression parse(String text) {
        return text.startsWith("$") ? PathExpression.parsePath(text) : IntrinsicExpression.parseCall(text);
    }
}
