package sleeper.stepfunctions.definition;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.IntPredicate;

/**
 * The comparison operators of Choice. A value of another type than the operator's does not fail: the comparison does not hold. Texts
 * compare by UTF-16 unit, numbers by value, timestamps by instant.
 */
@SuppressWarnings("ImmutableEnumChecker") // the tests are lambdas without state
public enum Comparison {
    STRING_EQUALS("StringEquals", Operands.TEXT, texts(order -> order == 0)),
    STRING_LESS_THAN("StringLessThan", Operands.TEXT, texts(order -> order < 0)),
    STRING_GREATER_THAN("StringGreaterThan", Operands.TEXT, texts(order -> order > 0)),
    STRING_LESS_THAN_EQUALS("StringLessThanEquals", Operands.TEXT, texts(order -> order <= 0)),
    STRING_GREATER_THAN_EQUALS("StringGreaterThanEquals", Operands.TEXT, texts(order -> order >= 0)),
    STRING_MATCHES("StringMatches", Operands.TEXT, Comparison::matches),
    NUMERIC_EQUALS("NumericEquals", Operands.NUMBER, numbers(order -> order == 0)),
    NUMERIC_LESS_THAN("NumericLessThan", Operands.NUMBER, numbers(order -> order < 0)),
    NUMERIC_GREATER_THAN("NumericGreaterThan", Operands.NUMBER, numbers(order -> order > 0)),
    NUMERIC_LESS_THAN_EQUALS("NumericLessThanEquals", Operands.NUMBER, numbers(order -> order <= 0)),
    NUMERIC_GREATER_THAN_EQUALS("NumericGreaterThanEquals", Operands.NUMBER, numbers(order -> order >= 0)),
    BOOLEAN_EQUALS("BooleanEquals", Operands.BOOLEAN, Comparison::booleansEqual),
    TIMESTAMP_EQUALS("TimestampEquals", Operands.TIMESTAMP, instants(order -> order == 0)),
    TIMESTAMP_LESS_THAN("TimestampLessThan", Operands.TIMESTAMP, instants(order -> order < 0)),
    TIMESTAMP_GREATER_THAN("TimestampGreaterThan", Operands.TIMESTAMP, instants(order -> order > 0)),
    TIMESTAMP_LESS_THAN_EQUALS("TimestampLessThanEquals", Operands.TIMESTAMP, instants(order -> order <= 0)),
    TIMESTAMP_GREATER_THAN_EQUALS("TimestampGreaterThanEquals", Operands.TIMESTAMP, instants(order -> order >= 0));

    /** The type that a constant operand must have. */
    public enum Operands {
        TEXT("a string"),
        NUMBER("a number"),
        BOOLEAN("a boolean"),
        TIMESTAMP("a timestamp");

        private final String description;

        Operands(String description) {
            this.description = description;
        }

        /** The type in words. */
        public String description() {
            return description;
        }

        /** Whether a constant is of this type. */
        public boolean accepts(JsonNode value) {
            return switch (this) {
                case TEXT -> value.isTextual();
                case NUMBER -> value.isNumber();
                case BOOLEAN -> value.isBoolean();
                case TIMESTAMP -> ValueType.TIMESTAMP.holds(value);
            };
        }
    }

    private final String operator;
    private final Operands operands;
    private final BiPredicate<JsonNode, JsonNode> test;

    Comparison(String operator, Operands operands, BiPredicate<JsonNode, JsonNode> test) {
        this.operator = operator;
        this.operands = operands;
        this.test = test;
    }

    /** The field name of this operator; with {@code Path} appended, its operand is a path. */
    public String operator() {
        return operator;
    }

    /** The type of its constant operand. */
    public Operands operands() {
        return operands;
    }

    /** Whether a path operand exists for this operator. */
    public boolean hasPathForm() {
        return this != STRING_MATCHES;
    }

    /** Whether the comparison holds. */
    public boolean holds(JsonNode value, JsonNode operand) {
        return test.test(value, operand);
    }

    private static BiPredicate<JsonNode, JsonNode> texts(IntPredicate order) {
        return (value, operand) -> value.isTextual()
                && operand.isTextual()
                && order.test(value.textValue().compareTo(operand.textValue()));
    }

    private static BiPredicate<JsonNode, JsonNode> numbers(IntPredicate order) {
        return (value, operand) -> value.isNumber()
                && operand.isNumber()
                && order.test(value.decimalValue().compareTo(operand.decimalValue()));
    }

    private static BiPredicate<JsonNode, JsonNode> instants(IntPredicate order) {
        return (value, operand) -> {
            Optional<Instant> left = Timestamps.parse(value);
            Optional<Instant> right = Timestamps.parse(operand);
            return left.isPresent()
                    && right.isPresent()
                    && order.test(left.get().compareTo(right.get()));
        };
    }

    private static boolean booleansEqual(JsonNode value, JsonNode operand) {
        return value.isBoolean() && operand.isBoolean() && value.booleanValue() == operand.booleanValue();
    }

    private static boolean matches(JsonNode value, JsonNode pattern) {
        return value.isTextual() && pattern.isTextual() && Wildcards.matches(pattern.textValue(), value.textValue());
    }
}
