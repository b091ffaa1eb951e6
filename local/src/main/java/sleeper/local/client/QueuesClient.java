package sleeper.local.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import sleeper.core.platform.JobQueue;
import sleeper.stepfunctions.expression.Json;

/** What commands ask of the queues of an instance. Safe for use by many threads. */
public final class QueuesClient {
    private static final String DEAD_LETTERS = "-dead-letters";
    private static final int MOST_AT_ONCE = 10;
    private static final int HIDDEN_SECONDS = 60;

    private final LocalEndpoints endpoints;
    private final AwsJsonClient sqs;

    public QueuesClient(LocalEndpoints endpoints) {
        this.endpoints = endpoints;
        this.sqs = new AwsJsonClient(URI.create(endpoints.sqs()), "AmazonSQS");
    }

    /**
     * A message in a dead-letter queue.
     *
     * @param queue         the queue that it was sent to
     * @param messageId     the id it had there
     * @param body          word for word
     * @param reason        why it is here, for people; empty if it was received too often
     * @param receiptHandle names it while it is hidden from others
     */
    public record DeadLetter(JobQueue queue, String messageId, String body, String reason, String receiptHandle) {}

    /** Sends a message. @return its id */
    public String send(JobQueue queue, String body) {
        ObjectNode request =
                Json.object().put("QueueUrl", endpoints.queueUrl(queue)).put("MessageBody", body);
        return sqs.call("SendMessage", request).path("MessageId").asText();
    }

    /** @return whether a message is on its way to the starter, or being taken by it */
    public boolean isAnyWaiting() {
        return Arrays.stream(JobQueue.values()).anyMatch(queue -> depth(queue) > 0);
    }

    private long depth(JobQueue queue) {
        ObjectNode request = Json.object().put("QueueUrl", endpoints.queueUrl(queue));
        request.putArray("AttributeNames").add("All");
        JsonNode attributes = sqs.call("GetQueueAttributes", request).path("Attributes");
        return attributes.path("ApproximateNumberOfMessages").asLong()
                + attributes.path("ApproximateNumberOfMessagesNotVisible").asLong();
    }

    /** @return the dead letters of a queue; hidden from others until they are removed or released, for a minute at the most */
    public List<DeadLetter> takeDeadLetters(JobQueue queue) {
        List<DeadLetter> letters = new ArrayList<>();
        while (true) {
            ObjectNode request = ofDeadLetters(queue)
                    .put("MaxNumberOfMessages", MOST_AT_ONCE)
                    .put("VisibilityTimeout", HIDDEN_SECONDS);
            request.putArray("MessageAttributeNames").add("All");
            JsonNode messages = sqs.call("ReceiveMessage", request).path("Messages");
            if (messages.isEmpty()) {
                return letters;
            }
            messages.forEach(message -> letters.add(letter(queue, message)));
        }
    }

    /** A message that the starter put there itself has the first message's id and the reason beside it. */
    private static DeadLetter letter(JobQueue queue, JsonNode message) {
        JsonNode attributes = message.path("MessageAttributes");
        return new DeadLetter(
                queue,
                attributes
                        .at("/messageId/StringValue")
                        .asText(message.path("MessageId").asText()),
                message.path("Body").asText(),
                attributes.at("/reason/StringValue").asText(""),
                message.path("ReceiptHandle").asText());
    }

    /** Shows a dead letter to others again. */
    public void release(DeadLetter letter) {
        JsonNode unused = sqs.call(
                "ChangeMessageVisibility",
                ofDeadLetters(letter.queue())
                        .put("ReceiptHandle", letter.receiptHandle())
                        .put("VisibilityTimeout", 0));
    }

    /** Removes a dead letter for good. */
    public void remove(DeadLetter letter) {
        JsonNode unused =
                sqs.call("DeleteMessage", ofDeadLetters(letter.queue()).put("ReceiptHandle", letter.receiptHandle()));
    }

    private ObjectNode ofDeadLetters(JobQueue queue) {
        return Json.object().put("QueueUrl", endpoints.queueUrl(queue) + DEAD_LETTERS);
    }
}
