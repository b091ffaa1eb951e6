package sleeper.stepfunctions.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import sleeper.stepfunctions.definition.ChoiceState;
import sleeper.stepfunctions.definition.FailState;
import sleeper.stepfunctions.definition.MapState;
import sleeper.stepfunctions.definition.ParallelState;
import sleeper.stepfunctions.definition.PassState;
import sleeper.stepfunctions.definition.StateVisitor;
import sleeper.stepfunctions.definition.SucceedState;
import sleeper.stepfunctions.definition.TaskState;
import sleeper.stepfunctions.definition.TextValue;
import sleeper.stepfunctions.definition.Timestamps;
import sleeper.stepfunctions.definition.Transition;
import sleeper.stepfunctions.definition.WaitState;
import sleeper.stepfunctions.expression.Expression;
import sleeper.stepfunctions.expression.Json;
import sleeper.stepfunctions.expression.PayloadTemplate;
import sleeper.stepfunctions.expression.Scope;

/** Does what a state does when it is entered or retried: at once, or by beginning an activity. */
final class StateRunner implements StateVisitor<Void> {
    private static final String NO_TRANSITION =
            "Failed to transition out of the state. The state does not point to a next state.";

    private static final BigDecimal MAX_SECONDS = BigDecimal.valueOf(99_999_999);

    private final Branch branch;
    private final DataSteps steps;

    StateRunner(Branch branch) {
        this.branch = branch;
        this.steps = branch.steps();
    }

    @Override
    public Void pass(PassState state) {
        JsonNode effective = steps.effectiveInput(selectedInput());
        branch.complete(state.result().orElse(effective), state.transition());
        return null;
    }

    @Override
    public Void succeed(SucceedState state) {
        branch.exit(steps.selectOutput(selectedInput()), Map.of(), Transition.end());
        return null;
    }

    @Override
    public Void choice(ChoiceState state) {
        Scope scope = selectedInput();
        Conditions conditions = new Conditions(steps, scope);
        for (ChoiceState.Rule rule : state.rules()) {
            if (conditions.hold(rule.condition())) {
                leave(scope, rule.assign(), rule.next());
                return null;
            }
        }
        String next = state.defaultState().orElseThrow(() -> steps.runtime(NO_TRANSITION));
        leave(scope, state.data().assign(), next);
        return null;
    }

    private void leave(Scope scope, Optional<PayloadTemplate.Fields> assign, String next) {
        Map<String, JsonNode> assigned = steps.assigned(assign, scope);
        branch.exit(steps.selectOutput(scope), assigned, Transition.to(next));
    }

    @Override
    public Void fail(FailState state) {
        Scope scope = branch.scope(branch.rawInput());
        Optional<String> error = state.error().map(value -> text(value, "ErrorPath", scope));
        Optional<String> cause = state.cause().map(value -> text(value, "CausePath", scope));
        branch.fail(new StateError(error, cause), Optional.empty());
        return null;
    }

    private String text(TextValue value, String field, Scope scope) {
        if (value instanceof TextValue.Fixed fixed) {
            return fixed.value();
        }
        Expression expression = ((TextValue.At) value).expression();
        JsonNode found = steps.evaluate(
                expression,
                scope,
                missing -> "The JSONPath '" + expression.text() + "' specified for the field '" + field
                        + "' could not be found in the input '" + Json.write(scope.root()) + "'");
        if (!found.isTextual()) {
            throw steps.runtime("The value for the field '" + field + "' must be a string: " + expression.text()
                    + " == " + Json.write(found));
        }
        return found.textValue();
    }

    @Override
    public Void waiting(WaitState state) {
        branch.begin(new PauseActivity(branch, PauseActivity.Purpose.WAIT, waitEnd(state)));
        return null;
    }

    private Instant waitEnd(WaitState state) {
        WaitState.Until until = state.until();
        if (until instanceof WaitState.Until.Seconds seconds) {
            return branch.run().now().plusSeconds(seconds.seconds());
        }
        if (until instanceof WaitState.Until.Timestamp timestamp) {
            return timestamp.instant();
        }
        if (until instanceof WaitState.Until.SecondsAt at) {
            return branch.run().now().plusSeconds(seconds(at.expression()));
        }
        return timestamp(((WaitState.Until.TimestampAt) until).expression());
    }

    private long seconds(Expression expression) {
        FoundNumber found = FoundNumber.of(waitValue("SecondsPath", expression));
        String shown = expression.text() + " == " + found.shown();
        BigDecimal seconds = found.whole()
                .filter(number -> number.abs().compareTo(MAX_SECONDS) <= 0)
                .orElseThrow(
                        () -> steps.runtime("The SecondsPath parameter cannot be parsed as a long value: " + shown));
        if (seconds.signum() < 0) {
            throw steps.runtime("The SecondsPath parameter references a negative value: " + shown);
        }
        return seconds.longValue();
    }

    private Instant timestamp(Expression expression) {
        JsonNode found = waitValue("TimestampPath", expression);
        return Timestamps.parse(found.isTextual() ? found.textValue() : "")
                .orElseThrow(() -> steps.runtime(
                        "The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: "
                                + expression.text() + " == "
                                + (found.isTextual() ? found.textValue() : Json.write(found))));
    }

    private JsonNode waitValue(String field, Expression expression) {
        return steps.evaluate(
                expression,
                selectedInput(),
                missing -> "The " + field + " parameter does not reference an input value: " + expression.text());
    }

    @Override
    public Void task(TaskState state) {
        branch.begin(new TaskActivity(branch, state));
        return null;
    }

    @Override
    public Void parallel(ParallelState state) {
        branch.begin(ParallelActivity.of(branch, state, steps.effectiveInput(selectedInput())));
        return null;
    }

    @Override
    public Void map(MapState state) {
        MapSetup setup = new MapSetup(branch, state, selectedInput());
        MapActivity activity = setup.activity();
        if (activity.isEmpty()) {
            branch.complete(JsonNodeFactory.instance.arrayNode(), state.transition());
        } else {
            branch.begin(activity);
        }
        return null;
    }

    private Scope selectedInput() {
        Scope raw = branch.scope(branch.rawInput());
        return raw.withRoot(steps.selectInput(raw));
    }
}
