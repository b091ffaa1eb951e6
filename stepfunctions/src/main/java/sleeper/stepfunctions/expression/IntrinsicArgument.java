package sleeper.stepfunctions.expression;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * An evaluated argument.
 *
 * @param value    its value
 * @param template for a text, the form in which an escaped brace still differs from that of a place holder; otherwise empty
 */
record IntrinsicArgument(JsonNode value, String template) {
    static IntrinsicArgument of(JsonNode value) {
        return new IntrinsicArgument(value, value.isTextual() ? value.textValue() : "");
    }
}
