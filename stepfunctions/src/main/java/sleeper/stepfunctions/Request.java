package sleeper.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sleeper.stepfunctions.StepFunctionsException.Code;

/** The fields of a request; one that is missing or of the wrong type refuses it. */
record Request(ObjectNode json) {
    String text(String field) {
        return optionalText(field)
                .orElseThrow(() -> new StepFunctionsException(
                        Code.VALIDATION,
                        "1 validation error detected: Value at '" + field
                                + "' failed to satisfy constraint: Member must not be null"));
    }

    Optional<String> optionalText(String field) {
        return value(field).map(value -> {
            if (!value.isTextual()) {
                throw wrongType(field, "a string");
            }
            return value.textValue();
        });
    }

    boolean has(String field) {
        return value(field).isPresent();
    }

    /** A text that is one of those allowed. */
    Optional<String> oneOf(String field, List<String> allowed) {
        Optional<String> text = optionalText(field);
        text.filter(value -> !allowed.contains(value)).ifPresent(value -> {
            throw new StepFunctionsException(
                    Code.VALIDATION,
                    "1 validation error detected: Value '" + value + "' at '" + field
                            + "' failed to satisfy constraint: Member must satisfy enum value set: " + allowed);
        });
        return text;
    }

    boolean flag(String field, boolean defaultValue) {
        return value(field)
                .map(value -> {
                    if (!value.isBoolean()) {
                        throw wrongType(field, "a boolean");
                    }
                    return value.booleanValue();
                })
                .orElse(defaultValue);
    }

    /** A number of results, between 0 and 1000; 0 and absence mean the default. */
    int maxResults(int defaultValue) {
        int wanted = value("maxResults")
                .map(value -> {
                    if (!value.isInt() || value.intValue() < 0 || value.intValue() > 1000) {
                        throw wrongType("maxResults", "an integer between 0 and 1000");
                    }
                    return value.intValue();
                })
                .orElse(0);
        return wanted == 0 ? defaultValue : wanted;
    }

    List<JsonNode> list(String field) {
        List<JsonNode> elements = new ArrayList<>();
        value(field).ifPresent(value -> value.forEach(elements::add));
        return elements;
    }

    private Optional<JsonNode> value(String field) {
        return Optional.ofNullable(json.get(field)).filter(value -> !value.isNull());
    }

    private static StepFunctionsException wrongType(String field, String wanted) {
        return new StepFunctionsException(Code.VALIDATION, "The value at '" + field + "' must be " + wanted);
    }
}
