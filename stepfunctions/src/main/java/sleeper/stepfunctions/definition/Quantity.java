package sleeper.stepfunctions.definition;

import java.math.BigDecimal;
import sleeper.stepfunctions.expression.Expression;

/** A number given in the definition, or read by a path when the state runs. */
public sealed interface Quantity {
    /** A number in the definition. */
    record Fixed(BigDecimal value) implements Quantity {
        /** A whole number. */
        public static Fixed of(long value) {
            return new Fixed(BigDecimal.valueOf(value));
        }
    }

    /** A number found by a path. */
    record At(Expression expression) implements Quantity {}
}
