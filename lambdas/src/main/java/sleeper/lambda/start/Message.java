package sleeper.lambda.start;

import sleeper.core.platform.JobQueue;
import sleeper.core.util.Require;

/**
 * A message that came through a queue.
 *
 * @param id    its id, the same on each delivery
 * @param body  word for word
 * @param queue the queue
 */
public record Message(String id, String body, JobQueue queue) {
    public Message {
        Require.notBlank("id", id);
        Require.notNull("body", body);
        Require.notNull("queue", queue);
    }
}
