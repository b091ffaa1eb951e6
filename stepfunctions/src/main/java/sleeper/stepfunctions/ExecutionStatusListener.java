package sleeper.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Hears of executions that have ended, as a rule of EventBridge would: {@code "source": "aws.states"}, {@code "detail-type": "Step
 * Functions Execution Status Change"}. Called on the event loop, which must not be held up.
 */
@FunctionalInterface
public interface ExecutionStatusListener {
    /**
     * Takes an event.
     *
     * @param event the event in EventBridge's shape
     * @return completes when the event needs no other delivery; completing with an exception, or throwing, asks for another one later
     */
    CompletionStage<?> ended(JsonNode event);

    /** Nobody listens. */
    static ExecutionStatusListener none() {
        return event -> CompletableFuture.completedFuture(null);
    }
}
