package sleeper.stepfunctions.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import sleeper.stepfunctions.definition.MapState;
import sleeper.stepfunctions.definition.Quantity;
import sleeper.stepfunctions.expression.Expression;
import sleeper.stepfunctions.expression.Json;
import sleeper.stepfunctions.expression.NoSuchValueException;
import sleeper.stepfunctions.expression.Scope;
import sleeper.stepfunctions.history.EventDetails;
import sleeper.stepfunctions.history.EventType;

/**
 * What a Map does before its first iteration: it finds the bound on iterations at once and the items, writes that it has started, and
 * then looks at the tolerated failures, in this order, as Step Functions does.
 */
final class MapSetup {
    private static final int MAX_INLINE_CONCURRENCY = 40;
    private static final BigDecimal PERCENT = BigDecimal.valueOf(100);

    private final Branch branch;
    private final MapState state;
    private final Scope input;
    private final DataSteps steps;

    MapSetup(Branch branch, MapState state, Scope input) {
        this.branch = branch;
        this.state = state;
        this.input = input;
        this.steps = branch.steps();
    }

    MapActivity activity() {
        int concurrency = concurrency();
        JsonNode items = items();
        branch.event(EventType.MAP_STATE_STARTED, EventDetails.mapStarted(items.size()));
        checkToleratedFailures();
        if (state.distributed() && (!items.isEmpty() || state.items().isEmpty())) {
            throw steps.runtime("A Map in DISTRIBUTED mode is not supported here: its first iteration"
                    + " was not started. Use INLINE mode");
        }
        if (items.isEmpty()) {
            branch.run().event(EventType.MAP_STATE_SUCCEEDED, branch.lastEventId(), EventDetails.none());
        }
        return new MapActivity(branch, state, input.root(), items, concurrency);
    }

    private int concurrency() {
        BigDecimal value = number("MaxConcurrency", state.maxConcurrency());
        if (!isInteger(value)) {
            throw notAnInteger(
                    "MaxConcurrencyPath",
                    Json.objectMapper().getNodeFactory().numberNode(value),
                    state.maxConcurrency());
        }
        if (value.signum() < 0) {
            throw steps.runtime("MaxConcurrency cannot be negative.");
        }
        int wanted = value.min(BigDecimal.valueOf(MAX_INLINE_CONCURRENCY)).intValue();
        return wanted == 0 ? MAX_INLINE_CONCURRENCY : wanted;
    }

    private void checkToleratedFailures() {
        state.toleratedFailureCount().ifPresent(quantity -> {
            BigDecimal count = number("ToleratedFailureCount", quantity);
            if (!isInteger(count)) {
                throw notAnInteger(
                        "ToleratedFailureCountPath",
                        Json.objectMapper().getNodeFactory().numberNode(count),
                        quantity);
            }
            if (count.signum() < 0) {
                throw steps.runtime("ToleratedFailureCount cannot be negative.");
            }
        });
        state.toleratedFailurePercentage().ifPresent(quantity -> {
            BigDecimal percentage = number("ToleratedFailurePercentage", quantity);
            if (percentage.signum() < 0 || percentage.compareTo(PERCENT) > 0) {
                throw steps.runtime("ToleratedFailurePercentage must be between 0 and 100.");
            }
        });
    }

    private JsonNode items() {
        if (state.items().isEmpty()) {
            return JsonNodeFactory.instance.arrayNode();
        }
        Expression path = state.items().get();
        JsonNode found;
        try {
            found = path.evaluate(input);
        } catch (NoSuchValueException e) {
            throw new StateException(StateError.of(
                    "States.ReferencePathConflict",
                    "Unable to apply step \"" + lastStep(path.text()) + "\" to input " + Json.write(input.root())));
        }
        if (!found.isArray()) {
            throw steps.runtime("Reference path \"" + path.text() + "\" must point to array.");
        }
        return found;
    }

    private static String lastStep(String path) {
        return path.substring(Math.max(path.lastIndexOf('.'), path.lastIndexOf('$')) + 1);
    }

    private BigDecimal number(String field, Quantity quantity) {
        if (quantity instanceof Quantity.Fixed fixed) {
            return fixed.value();
        }
        Expression path = ((Quantity.At) quantity).expression();
        JsonNode found = steps.evaluate(
                path,
                input,
                missing -> "The " + field + "Path parameter does not reference an input value: " + path.text());
        if (!found.isNumber()) {
            throw notAnInteger(field + "Path", found, quantity);
        }
        return found.decimalValue();
    }

    private StateException notAnInteger(String field, JsonNode found, Quantity quantity) {
        String path = quantity instanceof Quantity.At at ? at.expression().text() : "";
        return steps.runtime("The " + field + " field refers to value \"" + Json.write(found)
                + "\" which is not a valid integer: " + path);
    }

    private static boolean isInteger(BigDecimal value) {
        return value.stripTrailingZeros().scale() <= 0;
    }
}
