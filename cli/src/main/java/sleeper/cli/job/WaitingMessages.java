package sleeper.cli.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sleeper.cli.frame.Words;
import sleeper.core.json.StoredJson;
import sleeper.core.platform.JobQueue;
import sleeper.statestore.instance.Instance;
import sleeper.statestore.instance.UnreachableException;

/**
 * Messages that were sent and are no jobs yet.
 *
 * @param byQueue how many wait on each queue that has any; empty if nobody can say
 * @param served  whether somebody takes them
 */
record WaitingMessages(Optional<Map<JobQueue, Long>> byQueue, boolean served) {
    static WaitingMessages look(Instance instance) {
        try {
            return new WaitingMessages(Optional.of(instance.waitingMessages()), instance.isServed());
        } catch (UnreachableException e) {
            return new WaitingMessages(Optional.empty(), instance.isServed());
        }
    }

    /** @return {@code {queue: number}}; empty if it is not known */
    Optional<ObjectNode> json() {
        return byQueue.map(found -> {
            ObjectNode json = StoredJson.object();
            found.forEach((queue, number) -> json.put(queue.word(), number));
            return json;
        });
    }

    /** @return a line for each queue where messages wait */
    List<String> words() {
        if (byQueue.isEmpty()) {
            return List.of("Whether messages wait is not known: the queues cannot be asked.");
        }
        String next = served ? "" : " No services run that take them: start them with 'sleeper local'.";
        return byQueue.get().entrySet().stream()
                .map(entry -> Words.count(entry.getValue(), "message waits", "messages wait") + " on queue "
                        + entry.getKey().word() + "." + next)
                .toList();
    }
}
