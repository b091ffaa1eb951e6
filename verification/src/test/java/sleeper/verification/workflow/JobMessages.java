package sleeper.verification.workflow;

import static java.util.concurrent.TimeUnit.SECONDS;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.TransientFailureException;
import sleeper.core.platform.JobQueue;
import sleeper.local.client.LocalEndpoints;
import sleeper.local.client.QueuesClient;
import sleeper.local.run.EmbeddedPorts;
import sleeper.local.sqs.LocalQueues;
import sleeper.local.sqs.QueuePoller;
import sleeper.statestore.instance.DeadLetterQueues.DeadLetter;
import sleeper.statestore.instance.DeadLetters;

/** The queues of an instance, from which the starter takes a batch when the test wants it to. For one thread at a time. */
final class JobMessages implements AutoCloseable {
    private static final int BATCH_SIZE = 10;
    private static final int PATIENCE_SECONDS = 30;

    private final LocalQueues queues;
    private final DeadLetters deadLetters;
    private boolean refusing;

    JobMessages(Path home) {
        this.queues = LocalQueues.open(home.resolve("queues"), 0);
        this.deadLetters = EmbeddedPorts.deadLetters(queues);
        for (JobQueue queue : JobQueue.values()) {
            queues.create(EmbeddedPorts.queueName(queue), Duration.ofMinutes(1));
        }
    }

    /** What becomes of the starter's answer. */
    enum Reply {
        ARRIVES,
        /** The work is done, and the queue is not told. */
        LOST
    }

    /** @return its id */
    String send(JobQueue queue, String body) {
        return queues.send(EmbeddedPorts.queueName(queue), body);
    }

    /** @return the dead-letter queues, for the starter */
    DeadLetters deadLetters() {
        return (queue, messageId, body, reason) -> {
            if (refusing) {
                throw new TransientFailureException(
                        "The message was not kept.",
                        List.of(Fault.of(ErrorCode.UNAVAILABLE, "the dead-letter queue", "no answer", "")));
            }
            deadLetters.add(queue, messageId, body, reason);
        };
    }

    /** @param refuse whether from now on the starter cannot put anything into a dead-letter queue */
    void refuseDeadLetters(boolean refuse) {
        refusing = refuse;
    }

    /**
     * Has the starter take what waits in a queue, in one batch. Messages that fail can be had again at once.
     *
     * @return what it answered
     */
    JsonNode deliver(VirtualInstance instance, JobQueue queue, Reply reply) throws Exception {
        CompletableFuture<QueuePoller> started = new CompletableFuture<>();
        CompletableFuture<JsonNode> answered = new CompletableFuture<>();
        QueuePoller poller =
                QueuePoller.start(queues, EmbeddedPorts.queueName(queue), BATCH_SIZE, Duration.ZERO, event -> {
                    started.join().stop();
                    try {
                        answered.complete(instance.callStarter(event));
                    } catch (IOException | RuntimeException e) {
                        answered.completeExceptionally(e);
                        throw e;
                    }
                    if (reply == Reply.LOST) {
                        throw new IOException("as the test wants it");
                    }
                    return answered.join();
                });
        started.complete(poller);
        try {
            return answered.get(PATIENCE_SECONDS, SECONDS);
        } finally {
            poller.close();
        }
    }

    /** @return messages that wait in a queue */
    long waiting(JobQueue queue) {
        return queues.approximateDepth(EmbeddedPorts.queueName(queue));
    }

    /** Somebody asks for a message, which makes the queue put aside those that were received too often. */
    void askOnce(JobQueue queue) {
        var unused = queues.receive(EmbeddedPorts.queueName(queue), 1, Duration.ZERO);
    }

    /** @return what lies in the dead-letter queue, and is hidden from then on */
    List<DeadLetter> takeDeadLetters(JobQueue queue) {
        return new QueuesClient(new LocalEndpoints(Map.of(
                        "sqs",
                        queues.endpoint().toString(),
                        "queue." + queue.word(),
                        queues.url(EmbeddedPorts.queueName(queue)))))
                .takeDeadLetters(queue);
    }

    /** @return messages in a dead-letter queue */
    long dead(JobQueue queue) {
        return queues.approximateDepth(LocalQueues.deadLetterName(EmbeddedPorts.queueName(queue)));
    }

    @Override
    public void close() {
        queues.close();
    }
}
