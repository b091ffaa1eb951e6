package sleeper.verification.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sleeper.lambdaruntime.FunctionAnswer;
import sleeper.stepfunctions.Arns;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/**
 * An event source mapping of the template: takes batches from its queue, calls its function, and deletes what the function did not
 * report as failed. A batch whose call fails, or of which it reports what is not in
 * it, is not deleted (AWS Lambda Developer Guide, "Using Lambda with Amazon SQS"). One batch at
 * a time. What is not deleted is visible again at once: nobody waits for the queue's visibility timeout, which is minutes.
 */
final class PlayedMapping implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PlayedMapping.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode mapping;
    private final SqsClient client;
    private final PlayedFunctions functions;
    private final String url;
    private final Thread thread;
    private final ReentrantLock batch = new ReentrantLock(true);
    private final List<Delivery> deliveries = new ArrayList<>();
    private volatile boolean closed;

    /**
     * A batch that the function was called with.
     *
     * @param messages ids of all
     * @param kept     ids of those that were not deleted
     */
    record Delivery(Set<String> messages, Set<String> kept) {}

    PlayedMapping(JsonNode mapping, SqsClient client, PlayedFunctions functions) {
        this.mapping = mapping;
        this.client = client;
        this.functions = functions;
        String arn = mapping.path("EventSourceArn").asText();
        this.url = PlayedQueues.url(arn.substring(arn.lastIndexOf(':') + 1));
        this.thread = new Thread(this::run, "mapping of " + arn);
        thread.start();
    }

    private void run() {
        while (!closed) {
            try {
                takeBatch();
            } catch (IOException | SdkException e) {
                if (!closed) {
                    LOG.error("A batch of {} was not delivered", url, e);
                }
            }
        }
    }

    /** @return the batches so far, one that is being taken among them */
    List<Delivery> deliveries() {
        List<Delivery> all = new ArrayList<>();
        betweenBatches(() -> all.addAll(deliveries));
        return all;
    }

    /** @return the queue's name */
    String queue() {
        return url.substring(url.lastIndexOf('/') + 1);
    }

    /** Does something while no batch is taken, so that what it sends is all there for the next one. */
    void betweenBatches(Runnable work) {
        batch.lock();
        try {
            work.run();
        } finally {
            batch.unlock();
        }
    }

    private void takeBatch() throws IOException {
        batch.lock();
        try {
            List<Message> messages = receive();
            if (!messages.isEmpty()) {
                deliver(messages);
            }
        } finally {
            batch.unlock();
        }
    }

    private List<Message> receive() {
        return client.receiveMessage(request -> request.queueUrl(url)
                        .maxNumberOfMessages(mapping.path("BatchSize").asInt())
                        .messageSystemAttributeNames(MessageSystemAttributeName.ALL)
                        .waitTimeSeconds(1))
                .messages();
    }

    private void deliver(List<Message> messages) throws IOException {
        Set<String> ids = messages.stream().map(Message::messageId).collect(Collectors.toSet());
        String function =
                DeployedTemplate.functionArn(mapping.path("FunctionName").asText());
        FunctionAnswer answer = functions.call(function, event(messages).toString());
        Set<String> kept = ids;
        if (answer instanceof FunctionAnswer.Failed failed) {
            LOG.error("The function of {} failed: {}", url, failed.payload());
        } else {
            Set<String> reported = failures(answer.payload());
            kept = ids.containsAll(reported) ? reported : kept;
        }
        deliveries.add(new Delivery(ids, kept));
        for (Message message : messages) {
            String handle = message.receiptHandle();
            if (kept.contains(message.messageId())) {
                var unused = client.changeMessageVisibility(
                        request -> request.queueUrl(url).receiptHandle(handle).visibilityTimeout(0));
            } else {
                var unused =
                        client.deleteMessage(request -> request.queueUrl(url).receiptHandle(handle));
            }
        }
    }

    private Set<String> failures(String payload) throws IOException {
        if (!DeployedTemplate.list(mapping.path("FunctionResponseTypes")).contains("ReportBatchItemFailures")) {
            return Set.of();
        }
        return new HashSet<>(JSON.readTree(payload).findValuesAsText("itemIdentifier"));
    }

    private ObjectNode event(List<Message> messages) {
        ObjectNode event = JSON.createObjectNode();
        ArrayNode records = event.putArray("Records");
        for (Message message : messages) {
            ObjectNode each = records.addObject()
                    .put("messageId", message.messageId())
                    .put("receiptHandle", message.receiptHandle())
                    .put("body", message.body())
                    .put("md5OfBody", message.md5OfBody())
                    .put("eventSource", "aws:sqs")
                    .put("eventSourceARN", mapping.path("EventSourceArn").asText())
                    .put("awsRegion", Arns.REGION);
            ObjectNode attributes = each.putObject("attributes");
            message.attributesAsStrings().forEach(attributes::put);
            each.putObject("messageAttributes");
        }
        return event;
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
