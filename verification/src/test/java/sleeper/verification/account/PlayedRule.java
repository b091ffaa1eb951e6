package sleeper.verification.account;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import sleeper.stepfunctions.ExecutionStatusListener;
import sleeper.stepfunctions.LocalStepFunctions;
import sleeper.stepfunctions.StartOutcome;

/**
 * EventBridge: the one rule of the template. An event that its pattern matches starts the state machine of each target, with {@link
 * TargetInput} of it. A pattern has lists of texts, or is refused.
 */
final class PlayedRule implements ExecutionStatusListener {
    private final JsonNode rule;
    private final Supplier<LocalStepFunctions> machines;

    PlayedRule(JsonNode rule, Supplier<LocalStepFunctions> machines) {
        this.rule = rule;
        this.machines = machines;
    }

    @Override
    public CompletionStage<?> ended(JsonNode event) {
        if (rule.path("State").asText().equals("ENABLED") && matches(rule.path("EventPattern"), event)) {
            for (JsonNode target : rule.path("Targets")) {
                StartOutcome unused = machines.get()
                        .onLoop()
                        .startExecution(
                                target.path("Arn").asText(), Optional.empty(), TargetInput.ofRule(target, event));
            }
        }
        return CompletableFuture.completedFuture(null);
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
