package sleeper.stepfunctions.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.util.Optional;
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
        BigDecimal value = whole("MaxConcurrency", state.maxConcurrency());
        if (value.signum() < 0) {
            throw steps.runtime("MaxConcurrency cannot be negative.");
        }
        int wanted = value.min(BigDecimal.valueOf(MAX_INLINE_CONCURRENCY)).intValue();
        return wanted == 0 ? MAX_INLINE_CONCURRENCY : wanted;
    }

    private void checkToleratedFailures() {
        state.toleratedFailureCount().ifPresent(quantity -> {
            if (whole("ToleratedFailureCount", quantity).signum() < 0) {
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

    private BigDecimal whole(String field, Quantity quantity) {
        FoundNumber found = found(field, quantity);
        return found.whole().orElseThrow(() -> notValid(field, quantity, found, "integer"));
    }

    private BigDecimal number(String field, Quantity quantity) {
        FoundNumber found = found(field, quantity);
        return found.value().orElseThrow(() -> notValid(field, quantity, found, "float"));
    }

    private FoundNumber found(String field, Quantity quantity) {
        if (quantity instanceof Quantity.Fixed fixed) {
            return new FoundNumber(Optional.of(fixed.value()), fixed.value().toPlainString());
        }
        Expression path = ((Quantity.At) quantity).expression();
        return FoundNumber.of(steps.evaluate(
                path,
                input,
                missing -> "The " + field + "Path parameter does not reference an input value: " + path.text()));
    }

    private StateException notValid(String field, Quantity quantity, FoundNumber found, String wanted) {
        String path = quantity instanceof Quantity.At at ? at.expression().text() : "";
        return steps.runtime("The " + field + "Path field refers to value \"" + found.shown()
                + "\" which is not a valid " + wanted + ": " + path);
    }
}
