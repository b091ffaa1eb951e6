package sleeper.stepfunctions.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import sleeper.stepfunctions.definition.DataFlow;
import sleeper.stepfunctions.definition.ResultPlace;
import sleeper.stepfunctions.definition.Selection;
import sleeper.stepfunctions.expression.Expression;
import sleeper.stepfunctions.expression.FieldFailedException;
import sleeper.stepfunctions.expression.IntrinsicFailedException;
import sleeper.stepfunctions.expression.Json;
import sleeper.stepfunctions.expression.NoSuchValueException;
import sleeper.stepfunctions.expression.PayloadTemplate;
import sleeper.stepfunctions.expression.Scope;

/**
 * The steps from raw input to effective input and from result to output, for one state that was entered. Failures are
 * {@link StateException}s with the texts of Step Functions.
 */
final class DataSteps {
    /** Bytes of UTF-8 that a state's input, result or output may have: 256 KiB. */
    static final int MAX_PAYLOAD_BYTES = 262_144;

    private static final String PATH_MISMATCH = "States.ResultPathMatchFailure";

    private final String stateName;
    private final long enteredEventId;
    private final DataFlow flow;

    DataSteps(String stateName, long enteredEventId, DataFlow flow) {
        this.stateName = stateName;
        this.enteredEventId = enteredEventId;
        this.flow = flow;
    }

    /** InputPath. */
    JsonNode selectInput(Scope scope) {
        return select(flow.input(), scope);
    }

    /** Parameters, on what InputPath selected. */
    JsonNode effectiveInput(Scope selected) {
        return flow.parameters().map(template -> evaluate(template, selected)).orElse(selected.root());
    }

    /** Assign: the variables set, on the state's result. */
    Map<String, JsonNode> assigned(Optional<PayloadTemplate.Fields> assign, Scope result) {
        if (assign.isEmpty()) {
            return Map.of();
        }
        JsonNode values = evaluate(assign.get(), result);
        checkSize(Json.write(values), stateName);
        Map<String, JsonNode> byName = new LinkedHashMap<>();
        values.properties().forEach(entry -> byName.put(entry.getKey(), entry.getValue()));
        return byName;
    }

    /** ResultSelector, ResultPath and OutputPath. */
    JsonNode output(JsonNode rawInput, Scope result) {
        JsonNode selected = flow.resultSelector()
                .map(template -> evaluate(template, result))
                .orElse(result.root());
        JsonNode merged = place(flow.resultPath(), rawInput, selected);
        return select(flow.output(), result.withRoot(merged));
    }

    /** OutputPath alone, for states without a result of their own. */
    JsonNode selectOutput(Scope effectiveInput) {
        return select(flow.output(), effectiveInput);
    }

    /** ResultPath of the state or of a catcher. */
    JsonNode place(ResultPlace place, JsonNode rawInput, JsonNode result) {
        if (!(place instanceof ResultPlace.At at)) {
            return rawInput;
        }
        return at.path()
                .put(rawInput, result)
                .orElseThrow(() -> new StateException(StateError.of(
                        PATH_MISMATCH,
                        inState("Unable to apply ResultPath '" + at.path().text() + "' to the input '"
                                + Json.write(rawInput) + "'"))));
    }

    /** A payload template's value. */
    JsonNode evaluate(PayloadTemplate template, Scope scope) {
        try {
            return template.evaluate(scope);
        } catch (FieldFailedException e) {
            throw runtime(e.getMessage());
        }
    }

    /**
     * What an expression finds or computes, in a field of its own.
     *
     * @param missing makes the text for a path that finds nothing
     */
    JsonNode evaluate(Expression expression, Scope scope, Function<NoSuchValueException, String> missing) {
        try {
            return expression.evaluate(scope);
        } catch (NoSuchValueException e) {
            throw runtime(missing.apply(e));
        } catch (IntrinsicFailedException e) {
            throw runtime(e.getMessage());
        }
    }

    /** An error that ends the execution, worded as an error of this state. */
    StateException runtime(String problem) {
        return new StateException(StateError.of(StateError.RUNTIME, inState(problem)));
    }

    /** The text with the state's name and entry in front. */
    String inState(String problem) {
        return "An error occurred while executing the state '" + stateName + "' (entered at the event id #"
                + enteredEventId + "). " + problem;
    }

    /** Refuses a JSON text that is too large. */
    static void checkSize(String json, String what) {
        if (isTooLarge(json)) {
            throw new StateException(StateError.tooLarge(what));
        }
    }

    /** Whether a JSON text is larger than a payload may be. */
    static boolean isTooLarge(String json) {
        return json.length() > MAX_PAYLOAD_BYTES / 3
                && json.getBytes(StandardCharsets.UTF_8).length > MAX_PAYLOAD_BYTES;
    }

    private JsonNode select(Selection selection, Scope scope) {
        if (selection instanceof Selection.At at) {
            return evaluate(at.expression(), scope, NoSuchValueException::getMessage);
        }
        return Json.object();
    }
}
