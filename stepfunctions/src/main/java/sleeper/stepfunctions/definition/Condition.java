package sleeper.stepfunctions.definition;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import sleeper.stepfunctions.expression.Expression;

/** When a Choice rule holds. */
public sealed interface Condition {
    /** All of them hold. */
    record And(List<Condition> conditions) implements Condition {
        public And {
            conditions = List.copyOf(conditions);
        }
    }

    /** One of them holds. */
    record Or(List<Condition> conditions) implements Condition {
        public Or {
            conditions = List.copyOf(conditions);
        }
    }

    /** It does not hold. */
    record Not(Condition condition) implements Condition {}

    /** Whether the path finds anything. */
    record IsPresent(Expression variable, boolean wanted) implements Condition {}

    /** Whether the value found is of a type. */
    record IsType(Expression variable, ValueType type, boolean wanted) implements Condition {}

    /** How the value found compares with one given. */
    record Compares(Expression variable, Comparison comparison, Operand operand) implements Condition {}

    /** What a value is compared with. */
    sealed interface Operand {
        /** A value in the definition. */
        record Fixed(JsonNode value) implements Operand {}

        /** A value found by a path. */
        record At(Expression expression) implements Operand {}
    }
}
