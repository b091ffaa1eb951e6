package sleeper.local.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sleeper.stepfunctions.expression.Json;

/**
 * Receives from a queue in batches and calls a function with each, as Lambda's event source mapping does: messages that succeed are
 * deleted, those that fail are shown again, and go to the dead-letter queue after {@link LocalQueues#MAX_RECEIVE_COUNT} receives. One
 * batch at a time.
 *
 * <p>Source: Lambda developer guide, "Implementing partial batch responses with Lambda and Amazon SQS".
 */
public final class QueuePoller implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(QueuePoller.class);
    private static final Duration LONG_POLL = Duration.ofSeconds(1);
    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(1);

    private final LocalQueues queues;
    private final String queue;
    private final int batchSize;
    private final Duration retryAfter;
    private final QueueGate gate;
    private final QueueFunction function;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    private QueuePoller(
            LocalQueues queues,
            String queue,
            int batchSize,
            Duration retryAfter,
            QueueGate gate,
            QueueFunction function) {
        this.queues = queues;
        this.queue = queue;
        this.batchSize = batchSize;
        this.retryAfter = retryAfter;
        this.gate = gate;
        this.function = function;
        this.thread = new Thread(this::poll, "poller-" + queue);
        thread.setDaemon(true);
    }

    /**
     * Begins to poll, on a thread of its own.
     *
     * @param queue      name of the queue
     * @param batchSize  messages a call at most; 1 to 10
     * @param retryAfter when a message that failed is shown again, in whole seconds
     */
    public static QueuePoller start(
            LocalQueues queues, String queue, int batchSize, Duration retryAfter, QueueFunction function) {
        return start(queues, queue, batchSize, retryAfter, QueueGate.OPEN, function);
    }

    /**
     * As {@link #start(LocalQueues, String, int, Duration, QueueFunction)}.
     *
     * @param gate is asked before each call whether messages may be received
     */
    public static QueuePoller start(
            LocalQueues queues,
            String queue,
            int batchSize,
            Duration retryAfter,
            QueueGate gate,
            QueueFunction function) {
        QueuePoller poller = new QueuePoller(queues, queue, batchSize, retryAfter, gate, function);
        poller.thread.start();
        return poller;
    }

    private void poll() {
        boolean failed = false;
        boolean trouble = false;
        while (closing.getCount() > 0) {
            try {
                if (!gate.isOpen(failed)) {
                    trouble = warn(trouble, "The queue {} waits: its messages could not be written down", null);
                    continue;
                }
                List<ReceivedMessage> messages = queues.receive(queue, batchSize, LONG_POLL);
                failed = !messages.isEmpty() && handle(messages);
                trouble = false;
            } catch (RuntimeException e) {
                if (closing.getCount() > 0) {
                    trouble = warn(trouble, "The queue {} could not be polled and is polled again", e);
                }
            }
        }
    }

    /** Tells of trouble when it begins, and waits a while. @return true */
    private boolean warn(boolean told, String message, RuntimeException failure) {
        if (!told) {
            LOG.warn(message, queue, failure);
        }
        pause();
        return true;
    }

    /** @return whether one failed */
    private boolean handle(List<ReceivedMessage> messages) {
        Set<String> failed = failed(messages);
        for (ReceivedMessage message : messages) {
            if (failed.contains(message.messageId())) {
                queues.release(queue, message, retryAfter);
            } else {
                queues.delete(queue, message);
            }
        }
        return !failed.isEmpty();
    }

    /** The ids of the messages that failed: all, if the function throws or answers with something that cannot be understood. */
    private Set<String> failed(List<ReceivedMessage> messages) {
        Set<String> all = messages.stream().map(ReceivedMessage::messageId).collect(Collectors.toSet());
        try {
            Set<String> failed = new HashSet<>();
            JsonNode response = function.call(event(messages));
            for (JsonNode failure : response == null ? Json.object() : response.path("batchItemFailures")) {
                failed.add(failure.path("itemIdentifier").asText());
            }
            if (!all.containsAll(failed)) {
                LOG.warn(
                        "The function of queue {} named failures that were not in its batch; all are tried again",
                        queue);
                return all;
            }
            return failed;
        } catch (Exception e) {
            LOG.warn("The function of queue {} failed; its {} messages are tried again", queue, all.size(), e);
            return all;
        }
    }

    private ObjectNode event(List<ReceivedMessage> messages) {
        ObjectNode event = Json.object();
        ArrayNode records = event.putArray("Records");
        for (ReceivedMessage message : messages) {
            ObjectNode entry = records.addObject()
                    .put("messageId", message.messageId())
                    .put("receiptHandle", message.receiptHandle())
                    .put("body", message.body());
            ObjectNode attributes = entry.putObject("attributes");
            message.attributes().forEach(attributes::put);
            ObjectNode messageAttributes = entry.putObject("messageAttributes");
            message.messageAttributes()
                    .properties()
                    .forEach(attribute -> messageAttributes.set(attribute.getKey(), forLambda(attribute.getValue())));
            entry.put("md5OfBody", md5(message.body()))
                    .put("eventSource", "aws:sqs")
                    .put("eventSourceARN", LocalQueues.arn(queue))
                    .put("awsRegion", LocalQueues.REGION);
        }
        return event;
    }

    private static ObjectNode forLambda(JsonNode attribute) {
        ObjectNode json = Json.object();
        attribute.properties().forEach(field -> json.set(uncapitalised(field.getKey()), field.getValue()));
        json.putArray("stringListValues");
        json.putArray("binaryListValues");
        return json;
    }

    private static String uncapitalised(String name) {
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    private static String md5(String body) {
        try {
            byte[] hash = MessageDigest.getInstance("MD5").digest(body.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Each Java has MD5", e);
        }
    }

    private void pause() {
        try {
            boolean closed = closing.await(AFTER_TROUBLE.toMillis(), TimeUnit.MILLISECONDS);
            LOG.debug("Polling {} after trouble", closed ? "ends" : "goes on");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Asks it to end, and returns at once. */
    public void stop() {
        closing.countDown();
    }

    /** Ends the polling; a batch in progress is finished first. */
    @Override
    public void close() {
        stop();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
