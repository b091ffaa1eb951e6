package sleeper.deployed;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import sleeper.aws.client.AwsFailures;
import sleeper.aws.request.Requests;
import sleeper.core.platform.JobQueue;
import sleeper.statestore.instance.DeadLetters;
import sleeper.statestore.util.Surroundings;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The dead-letter queues of an instance, for the starter. A message whose reply was lost may be kept twice. */
final class SqsDeadLetters implements DeadLetters {
    private final SqsClient client;
    private final Map<JobQueue, URI> queues;
    private final Requests requests;

    /**
     * @param client sends each request once
     * @param queues URLs of the dead-letter queues, by the queue whose messages they take
     */
    SqsDeadLetters(SqsClient client, Map<JobQueue, URI> queues, Surroundings surroundings) {
        this.client = client;
        this.queues = Map.copyOf(queues);
        this.requests = new Requests(surroundings);
    }

    @Override
    public void add(JobQueue queue, String messageId, String body, String reason) {
        String url = Optional.ofNullable(queues.get(queue))
                .map(URI::toString)
                .orElseThrow(() -> new IllegalStateException("no dead-letter queue of " + queue.word() + ": "
                        + FunctionVariable.DEAD_LETTER_QUEUES.variable() + " has none"));
        try {
            var unused = requests.repeatable(() -> client.sendMessage(request -> request.queueUrl(url)
                    .messageBody(body)
                    .messageAttributes(SqsAttributes.texts(DeadLetters.attributes(messageId, reason)))));
        } catch (SdkException e) {
            throw AwsFailures.nothingDone("A dead letter was not kept.", url, "sqs:SendMessage", e);
        }
    }
}
