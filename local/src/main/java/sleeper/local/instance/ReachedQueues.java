package sleeper.local.instance;

import java.util.List;
import java.util.Map;
import sleeper.core.platform.JobQueue;
import sleeper.local.client.QueuesClient;
import sleeper.statestore.instance.DeadLetterQueues;
import sleeper.statestore.instance.JobQueues;

/** The queues of services, in this process or another. Safe for use by many threads. */
final class ReachedQueues implements JobQueues, DeadLetterQueues {
    private final QueuesClient client;

    ReachedQueues(QueuesClient client) {
        this.client = client;
    }

    @Override
    public String send(JobQueue queue, String body) {
        return Reached.once(JobQueues::unknown, () -> client.send(queue, body));
    }

    @Override
    public Map<JobQueue, Long> waiting() {
        return Reached.call(client::waiting);
    }

    @Override
    public void add(JobQueue queue, String messageId, String body, String reason) {
        Reached.run(() -> client.addDeadLetter(queue, messageId, body, reason));
    }

    @Override
    public List<DeadLetter> take(JobQueue queue) {
        return Reached.call(() -> client.takeSomeDeadLetters(queue));
    }

    @Override
    public long count(JobQueue queue) {
        return Reached.call(() -> client.deadLetters(queue));
    }

    @Override
    public void release(JobQueue queue, List<DeadLetter> letters) {
        Reached.run(() -> letters.forEach(client::release));
    }

    @Override
    public boolean remove(DeadLetter letter) {
        return Reached.call(() -> client.remove(letter));
    }
}
