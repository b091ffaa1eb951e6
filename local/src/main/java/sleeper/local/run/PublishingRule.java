package sleeper.local.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sleeper.local.task.lambda.LambdaFunctions;
import sleeper.statemachine.StateMachineFile;
import sleeper.stepfunctions.ExecutionStatusListener;

/**
 * The rule of the event bus: an execution of {@code ingest-job} that ended well has the view of its table published. Nobody waits for
 * that, and what is not published now is with the next.
 */
final class PublishingRule implements ExecutionStatusListener {
    private static final Logger LOG = LoggerFactory.getLogger(PublishingRule.class);

    private final LambdaFunctions functions;
    private final Executor later;

    PublishingRule(LambdaFunctions functions, Executor later) {
        this.functions = functions;
        this.later = later;
    }

    @Override
    public CompletionStage<?> ended(JsonNode event) {
        JsonNode detail = event.path("detail");
        if (detail.path("stateMachineArn")
                        .asText()
                        .equals(EmbeddedDeployment.stateMachineArn(StateMachineFile.INGEST_JOB))
                && detail.path("status").asText().equals("SUCCEEDED")) {
            later.execute(() -> publish(event));
        }
        return CompletableFuture.completedFuture(null);
    }

    private void publish(JsonNode event) {
        try {
            JsonNode unused = functions.call(
                    EmbeddedDeployment.PUBLISH_VIEW, event, UUID.randomUUID().toString());
        } catch (IOException | RuntimeException e) {
            LOG.warn("A view was not published, and is with the next commit: {}", e.toString());
        }
    }
}
