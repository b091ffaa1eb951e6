package sleeper.verification.account;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Executor;
import sleeper.lambdaruntime.FunctionAnswer;

/**
 * Lambda, as far as functions are called by event: nobody waits for them. One that fails is called again as often as the template's
 * configuration of such calls says, and then what it was called with goes to the queue that is named there.
 */
final class PlayedEvents {
    private final DeployedTemplate template;
    private final PlayedFunctions functions;
    private final PlayedQueues queues;
    private final Executor threads;

    PlayedEvents(DeployedTemplate template, PlayedFunctions functions, PlayedQueues queues, Executor threads) {
        this.template = template;
        this.functions = functions;
        this.queues = queues;
        this.threads = threads;
    }

    /** @param arn of the function's alias */
    void call(String arn, String event) {
        threads.execute(() -> {
            try {
                callOften(arn, event);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private void callOften(String arn, String event) throws IOException {
        JsonNode configuration = template.ofType("AWS::Lambda::EventInvokeConfig").values().stream()
                .filter(each -> arn.endsWith(":" + each.path("FunctionName").asText() + ":"
                        + each.path("Qualifier").asText()))
                .findFirst()
                .orElseThrow(() -> new IOException("nothing says what becomes of failed calls of " + arn));
        for (int again = configuration.path("MaximumRetryAttempts").asInt(); again >= 0; again--) {
            if (functions.call(arn, event) instanceof FunctionAnswer.Returned) {
                return;
            }
        }
        String queue =
                configuration.at("/DestinationConfig/OnFailure/Destination").asText();
        var unused = queues.client()
                .sendMessage(request -> request.queueUrl(PlayedQueues.url(queue.substring(queue.lastIndexOf(':') + 1)))
                        .messageBody(event));
    }
}
