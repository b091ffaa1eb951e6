package sleeper.stepfunctions.expression;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** The arguments of one call, asked for by position and type; whatever does not fit fails with Step Functions' wording. */
final class Arguments {
    /** Characters that the text functions take at most. */
    static final int MAX_TEXT_LENGTH = 10_000;

    private final String function;
    private final List<IntrinsicArgument> values;

    /** @throws IntrinsicFailedException if there are fewer or more arguments than the function has */
    Arguments(String function, List<IntrinsicArgument> values, int least, int most) {
        this.function = function;
        this.values = values;
        if (values.size() < least || values.size() > most) {
            throw invalid();
        }
    }

    int count() {
        return values.size();
    }

    JsonNode any(int index) {
        return values.get(index).value();
    }

    JsonNode array(int index) {
        JsonNode value = any(index);
        if (!value.isArray()) {
            throw invalid();
        }
        return value;
    }

    JsonNode object(int index) {
        JsonNode value = any(index);
        if (!value.isObject()) {
            throw invalid();
        }
        return value;
    }

    String text(int index) {
        JsonNode value = any(index);
        if (!value.isTextual()) {
            throw invalid();
        }
        return value.textValue();
    }

    String shortText(int index) {
        String text = text(index);
        if (text.codePointCount(0, text.length()) > MAX_TEXT_LENGTH) {
            throw invalid();
        }
        return text;
    }

    String template(int index) {
        text(index);
        return values.get(index).template();
    }

    /** A number whose fraction is cut off, as array functions and random bounds have it. */
    int truncated(int index) {
        return toInt((long) number(index).doubleValue());
    }

    /** A number rounded to the nearest integer, as {@code States.MathAdd} has it. */
    int rounded(int index) {
        return toInt(Math.round(number(index).doubleValue()));
    }

    private JsonNode number(int index) {
        JsonNode value = any(index);
        if (!value.isNumber()) {
            throw invalid();
        }
        return value;
    }

    private int toInt(long value) {
        if (value < Integer.MIN_VALUE || value > Integer.MAX_VALUE) {
            throw invalid();
        }
        return (int) value;
    }

    IntrinsicFailedException invalid() {
        return new IntrinsicFailedException("Invalid arguments in " + function);
    }

    IntrinsicFailedException invalid(String reason) {
        return new IntrinsicFailedException("Invalid arguments in " + function + ": " + reason);
    }
}
