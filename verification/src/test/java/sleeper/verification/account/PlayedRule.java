package sleeper.verification.account;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import sleeper.stepfunctions.ExecutionStatusListener;
import sleeper.stepfunctions.LocalStepFunctions;
import sleeper.stepfunctions.StartOutcome;

/**
 * EventBridge: the rules of the template. An event that the pattern of one matches starts the state machine, or calls the function, of
 * each target, with {@link TargetInput} of it. A function is called by event: nobody waits for it, and once it has failed as often as its
 * configuration says, what it was called with is where that says. A pattern has lists of texts, or is refused.
 */
final class PlayedRule implements ExecutionStatusListener {
    private final Collection<JsonNode> rules;
    private final Supplier<LocalStepFunctions> machines;
    private final BiConsumer<String, String> functions;

    /** @param functions are called by event, with the ARN and the event; does not wait for them */
    PlayedRule(
            Collection<JsonNode> rules, Supplier<LocalStepFunctions> machines, BiConsumer<String, String> functions) {
        this.rules = List.copyOf(rules);
        this.machines = machines;
        this.functions = functions;
    }

    @Override
    public CompletionStage<?> ended(JsonNode event) {
        for (JsonNode rule : rules) {
            if (rule.path("State").asText().equals("ENABLED") && matches(rule.path("EventPattern"), event)) {
                rule.path("Targets").forEach(target -> start(target, event));
            }
        }
        return CompletableFuture.completedFuture(null);
    }

    private void start(JsonNode target, JsonNode event) {
        String arn = target.path("Arn").asText();
        String input = TargetInput.ofRule(target, event);
        if (arn.startsWith("arn:aws:lambda:")) {
            functions.accept(arn, input);
        } else {
            StartOutcome unused = machines.get().onLoop().startExecution(arn, Optional.empty(), input);
        }
    }

    static boolean matches(JsonNode pattern, JsonNode event) {
        for (Map.Entry<String, JsonNode> field : pattern.properties()) {
            JsonNode wanted = field.getValue();
            JsonNode found = event.path(field.getKey());
            if (wanted.isObject() ? !matches(wanted, found) : !isOneOf(wanted, found)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isOneOf(JsonNode wanted, JsonNode found) {
        for (JsonNode each : wanted) {
            if (!each.isTextual()) {
                throw new IllegalArgumentException("a pattern with " + each + " is not known");
            }
            if (each.equals(found)) {
                return true;
            }
        }
        return false;
    }
}
