package sleeper.local.run;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import sleeper.core.platform.JobQueue;
import sleeper.local.client.LocalEndpoints;
import sleeper.local.sqs.LocalQueues;
import sleeper.run.RealSurroundings;

/** The queues of a home with nobody that takes from them: a message that is sent waits until the services run. */
public final class QueuesAlone implements AutoCloseable {
    private final OwnerLock lock;
    private final LocalQueues queues;

    private QueuesAlone(OwnerLock lock, LocalQueues queues) {
        this.lock = lock;
        this.queues = queues;
    }

    /**
     * Opens the queues of a home. Waits a few seconds for others who have them open alone, in this process or another.
     *
     * @return the queues, or empty if services run there, or others have the queues open for longer
     * @throws IOException if the home cannot be written
     */
    public static Optional<QueuesAlone> tryOpen(LocalHome home) throws IOException {
        Optional<OwnerLock> lock = OwnerLock.acquire(home, OwnerLock.Use.QUEUES, RealSurroundings.get());
        if (lock.isEmpty()) {
            return Optional.empty();
        }
        try {
            home.forgetFormerOwner();
            return Optional.of(open(lock.get(), home));
        } catch (IOException | RuntimeException e) {
            lock.get().close();
            throw e;
        }
    }

    private static QueuesAlone open(OwnerLock lock, LocalHome home) {
        LocalQueues queues = LocalQueues.open(home.queues(), 0);
        try {
            for (JobQueue queue : JobQueue.values()) {
                queues.create(EmbeddedPorts.queueName(queue), EmbeddedPorts.VISIBILITY_TIMEOUT);
            }
            return new QueuesAlone(lock, queues);
        } catch (RuntimeException e) {
            queues.close();
            throw e;
        }
    }

    /** @return where the queues are found; nothing else is */
    public LocalEndpoints endpoints() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("sqs", queues.endpoint().toString());
        for (JobQueue queue : JobQueue.values()) {
            values.put("queue." + queue.word(), queues.url(EmbeddedPorts.queueName(queue)));
        }
        return new LocalEndpoints(values);
    }

    @Override
    public void close() throws IOException {
        try {
            queues.close();
        } finally {
            lock.close();
        }
    }
}
