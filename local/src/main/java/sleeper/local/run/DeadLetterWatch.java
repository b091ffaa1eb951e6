package sleeper.local.run;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import sleeper.core.platform.JobQueue;
import sleeper.lambda.start.ReceivedTooOften;
import sleeper.local.client.QueuesClient;
import sleeper.statestore.instance.DeadLetterQueues.DeadLetter;

/**
 * Sees to it that people are told of messages that their queue moved to the dead letters itself; of those that the starter put there it
 * has told them. For one thread.
 */
final class DeadLetterWatch {
    private final QueuesClient queues;
    private final ReceivedTooOften receivedTooOften;
    /** How many letters there were when all of them were looked at. */
    private final Map<JobQueue, Long> seen = new EnumMap<>(JobQueue.class);

    DeadLetterWatch(QueuesClient queues, ReceivedTooOften receivedTooOften) {
        this.queues = queues;
        this.receivedTooOften = receivedTooOften;
    }

    /** Looks at each queue whose number of letters has changed since. What fails is done the next time. */
    void look() {
        for (JobQueue queue : JobQueue.values()) {
            long count = queues.deadLetters(queue);
            if (count != seen.getOrDefault(queue, 0L)) {
                if (look(queue) == count) {
                    seen.put(queue, count);
                }
            }
        }
    }

    /** @return how many letters were looked at: not those that a command has taken at the moment */
    private int look(JobQueue queue) {
        List<DeadLetter> letters = queues.takeDeadLetters(queue);
        try {
            letters.stream()
                    .filter(letter -> letter.reason().isEmpty())
                    .forEach(letter -> receivedTooOften.tell(queue, letter.messageId()));
        } finally {
            letters.forEach(queues::release);
        }
        return letters.size();
    }
}
