package sleeper.stepfunctions.engine;

import com.fasterxml.jackson.databind.JsonNode;
import sleeper.stepfunctions.definition.Condition;
import sleeper.stepfunctions.expression.Expression;
import sleeper.stepfunctions.expression.NoSuchValueException;
import sleeper.stepfunctions.expression.Scope;

/** Decides whether the rules of a Choice hold. A path that finds nothing is an error, except under {@code IsPresent}. */
final class Conditions {
    private final DataSteps steps;
    private final Scope scope;

    Conditions(DataSteps steps, Scope scope) {
        this.steps = steps;
        this.scope = scope;
    }

    boolean hold(Condition condition) {
        if (condition instanceof Condition.And and) {
            return and.conditions().stream().allMatch(this::hold);
        }
        if (condition instanceof Condition.Or or) {
            return or.conditions().stream().anyMatch(this::hold);
        }
        if (condition instanceof Condition.Not not) {
            return !hold(not.condition());
        }
        if (condition instanceof Condition.IsPresent present) {
            return isPresent(present.variable()) == present.wanted();
        }
        if (condition instanceof Condition.IsType type) {
            return type.type().holds(value(type.variable())) == type.wanted();
        }
        Condition.Compares compares = (Condition.Compares) condition;
        return compares.comparison().holds(value(compares.variable()), operand(compares.operand()));
    }

    private JsonNode operand(Condition.Operand operand) {
        return operand instanceof Condition.Operand.Fixed fixed
                ? fixed.value()
                : value(((Condition.Operand.At) operand).expression());
    }

    private boolean isPresent(Expression variable) {
        try {
            variable.evaluate(scope);
            return true;
        } catch (NoSuchValueException e) {
            return false;
        }
    }

    private JsonNode value(Expression variable) {
        return steps.evaluate(
                variable,
                scope,
                missing -> "Invalid path '" + missing.path()
                        + "': The choice state's condition path references an invalid value.");
    }
}
