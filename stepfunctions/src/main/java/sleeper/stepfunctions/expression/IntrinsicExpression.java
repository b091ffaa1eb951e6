package sleeper.stepfunctions.expression;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** A call of an intrinsic function, with its arguments. */
public final class IntrinsicExpression implements Expression {
    private final String text;
    private final IntrinsicFunction function;
    private final List<Argument> arguments;

    /** What may stand between the parentheses. */
    sealed interface Argument {
        /** A number, boolean or null. */
        record Constant(JsonNode value) implements Argument {}

        /**
         * A text in single quotes.
         *
         * @param value the text without escapes
         * @param raw   the text with its escapes, since {@code States.Format} distinguishes an escaped brace from a place holder
         */
        record Text(JsonNode value, String raw) implements Argument {}

        /** A path. */
        record Path(PathExpression path) implements Argument {}

        /** A call within the call. */
        record Call(IntrinsicExpression call) implements Argument {}
    }

    IntrinsicExpression(String text, IntrinsicFunction function, List<Argument> arguments) {
        this.text = text;
        this.function = function;
        this.arguments = List.copyOf(arguments);
    }

    /**
     * Reads a call.
     *
     * @throws ExpressionSyntaxException if the text is not a call of a known function
     */
    public static IntrinsicExpression parseCall(String text) {
        return new IntrinsicParser(text).parse();
    }

    @Override
    public String text() {
        return text;
    }

    @Override
    public JsonNode evaluate(Scope scope) {
        try {
            return call(scope);
        } catch (IntrinsicFailedException e) {
            throw new IntrinsicFailedException(
                    "The function '" + text + "' had the following error: " + e.getMessage());
        }
    }

    private JsonNode call(Scope scope) {
        List<IntrinsicArgument> values = new ArrayList<>(arguments.size());
        for (Argument argument : arguments) {
            values.add(value(argument, scope));
        }
        return function.apply(values, scope.chance());
    }

    private static IntrinsicArgument value(Argument argument, Scope scope) {
        if (argument instanceof Argument.Text literal) {
            return new IntrinsicArgument(literal.value(), literal.raw());
        }
        if (argument instanceof Argument.Constant constant) {
            return IntrinsicArgument.of(constant.value());
        }
        if (argument instanceof Argument.Call nested) {
            return IntrinsicArgument.of(nested.call().call(scope));
        }
        PathExpression path = ((Argument.Path) argument).path();
        try {
            return IntrinsicArgument.of(path.evaluate(scope));
        } catch (NoSuchValueException e) {
            throw new IntrinsicFailedException("The JsonPath argument for the field '" + path.text()
                    + "' could not be found in the input '" + Json.write(scope.root()) + "'");
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
