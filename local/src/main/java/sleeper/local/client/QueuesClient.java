package sleeper.local.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sleeper.core.platform.JobQueue;
import sleeper.local.client.AwsJsonClient.ServiceRefusedException;
import sleeper.statestore.instance.DeadLetterQueues.DeadLetter;
import sleeper.statestore.instance.DeadLetters;
import sleeper.stepfunctions.expression.Json;

/** What commands ask of the queues of an instance. Safe for use by many threads. */
public final class QueuesClient {
    private static final String DEAD_LETTERS = "-dead-letters";
    private static final int MOST_AT_ONCE = 10;
    private static final int HIDDEN_SECONDS = 60;
    /** How SQS refuses a receipt that names no message any more, or one that is not hidden. */
    private static final Set<String> EXPIRED = Set.of(
            "ReceiptHandleIsInvalid", "MessageNotInflight", "InvalidParameterValue", "InvalidParameterValueException");

    private final LocalEndpoints endpoints;
    private final AwsJsonClient sqs;

    public QueuesClient(LocalEndpoints endpoints) {
        this.endpoints = endpoints;
        this.sqs = new AwsJsonClient(URI.create(endpoints.sqs()), "AmazonSQS");
    }

    /** Sends a message. @return its id */
    public String send(JobQueue queue, String body) {
        ObjectNode request =
                Json.object().put("QueueUrl", endpoints.queueUrl(queue)).put("MessageBody", body);
        return sqs.call("SendMessage", request).path("MessageId").asText();
    }

    /** @return for each queue that has any, how many messages are on their way to the starter, or being taken by it */
    public Map<JobQueue, Long> waiting() {
        Map<JobQueue, Long> waiting = new EnumMap<>(JobQueue.class);
        for (JobQueue queue : JobQueue.values()) {
            long depth = depth(Json.object().put("QueueUrl", endpoints.queueUrl(queue)));
            if (depth > 0) {
                waiting.put(queue, depth);
            }
        }
        return waiting;
    }

    private long depth(ObjectNode request) {
        request.putArray("AttributeNames")
                .add("ApproximateNumberOfMessages")
                .add("ApproximateNumberOfMessagesNotVisible");
        JsonNode attributes = sqs.call("GetQueueAttributes", request).path("Attributes");
        return attributes.path("ApproximateNumberOfMessages").asLong()
                + attributes.path("ApproximateNumberOfMessagesNotVisible").asLong();
    }

    /** Keeps a message that nobody can act on in the dead-letter queue of the queue it came through. */
    public void addDeadLetter(JobQueue queue, String messageId, String body, String reason) {
        ObjectNode request = ofDeadLetters(queue).put("MessageBody", body);
        ObjectNode attributes = request.putObject("MessageAttributes");
        DeadLetters.attributes(messageId, reason)
                .forEach((name, value) ->
                        attributes.putObject(name).put("DataType", "String").put("StringValue", value));
        JsonNode unused = sqs.call("SendMessage", request);
    }

    /** @return the dead letters of a queue; hidden from others until they are removed or released, for a minute at the most */
    public List<DeadLetter> takeDeadLetters(JobQueue queue) {
        List<DeadLetter> letters = new ArrayList<>();
        List<DeadLetter> some = takeSomeDeadLetters(queue);
        while (!some.isEmpty()) {
            letters.addAll(some);
            some = takeSomeDeadLetters(queue);
        }
        return letters;
    }

    /** As {@link #takeDeadLetters}, ten at the most; none if there are none that nobody hides. */
    public List<DeadLetter> takeSomeDeadLetters(JobQueue queue) {
        ObjectNode request =
                ofDeadLetters(queue).put("MaxNumberOfMessages", MOST_AT_ONCE).put("VisibilityTimeout", HIDDEN_SECONDS);
        request.putArray("MessageAttributeNames").add("All");
        List<DeadLetter> letters = new ArrayList<>();
        JsonNode messages = sqs.call("ReceiveMessage", request).path("Messages");
        messages.forEach(message -> letters.add(letter(queue, message)));
        return letters;
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

    /** Shows a dead letter to others again; one whose receipt has expired is shown already. */
    public void release(DeadLetter letter) {
        boolean unused = isDone(
                "ChangeMessageVisibility",
                ofDeadLetters(letter.queue())
                        .put("ReceiptHandle", letter.receipt())
                        .put("VisibilityTimeout", 0));
    }

    /** Removes a dead letter for good. @return false if its receipt has expired, so that it is there and others may have it */
    public boolean remove(DeadLetter letter) {
        return isDone("DeleteMessage", ofDeadLetters(letter.queue()).put("ReceiptHandle", letter.receipt()));
    }

    private boolean isDone(String operation, ObjectNode request) {
        try {
            JsonNode unused = sqs.call(operation, request);
            return true;
        } catch (ServiceRefusedException e) {
            if (EXPIRED.contains(e.errorType())) {
                return false;
            }
            throw e;
        }
    }

    /** @return how many dead letters a queue has, those included that somebody has taken */
    public long deadLetters(JobQueue queue) {
        return depth(ofDeadLetters(queue));
    }

    private ObjectNode ofDeadLetters(JobQueue queue) {
        return Json.object().put("QueueUrl", endpoints.queueUrl(queue) + DEAD_LETTERS);
    }
}
