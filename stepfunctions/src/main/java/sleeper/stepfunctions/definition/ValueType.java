package sleeper.stepfunctions.definition;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Predicate;

/** The types that {@code IsNull}, {@code IsString} and their kin ask for. */
@SuppressWarnings("ImmutableEnumChecker") // the tests are lambdas without state
public enum ValueType {
    NULL("IsNull", JsonNode::isNull),
    STRING("IsString", JsonNode::isTextual),
    NUMERIC("IsNumeric", JsonNode::isNumber),
    BOOLEAN("IsBoolean", JsonNode::isBoolean),
    TIMESTAMP("IsTimestamp", value -> Timestamps.parse(value).isPresent());

    private final String operator;
    private final Predicate<JsonNode> test;

    ValueType(String operator, Predicate<JsonNode> test) {
        this.operator = operator;
        this.test = test;
    }

    /** The field name that asks for this type. */
    public String operator() {
        return operator;
    }

    /** Whether the value is of this type. */
    public boolean holds(JsonNode value) {
        return test.test(value);
    }
}
