package sleeper.api.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sleeper.core.json.StoredJson;
import sleeper.core.platform.JobQueue;
import sleeper.core.util.Amounts;
import sleeper.statestore.instance.Instance;
import sleeper.statestore.instance.UnreachableException;

/**
 * Messages that were sent and are no jobs yet.
 *
 * @param byQueue how many wait on each queue that has any; empty if nobody can say
 * @param served  whether somebody takes them
 */
public record WaitingMessages(Optional<Map<JobQueue, Long>> byQueue, boolean served) {
    public static WaitingMessages look(Instance instance) {
        try {
            return new WaitingMessages(Optional.of(instance.waitingMessages()), instance.isServed());
        } catch (UnreachableException e) {
            return new WaitingMessages(Optional.empty(), instance.isServed());
        }
    }

    /** Puts {@code "waitingMessages": {queue: number}}, which is left out if it is not known, and {@code "served"} beside a list of jobs. */
    public void putInto(ObjectNode list) {
        json().ifPresent(waiting -> list.set("waitingMessages", waiting));
        list.put("served", served);
    }

    /** @return {@code {queue: number}}; empty if it is not known */
    private Optional<ObjectNode> json() {
        return byQueue.map(found -> {
            ObjectNode json = StoredJson.object();
            found.forEach((queue, number) -> json.put(queue.word(), number));
            return json;
        });
    }

    /** @return a line for each queue where messages wait */
    public List<String> words() {
        if (byQueue.isEmpty()) {
            return List.of("Whether messages wait is not known: the queues cannot be asked.");
        }
        String next = served ? "" : " No services run that take them: start them with 'sleeper local'.";
        return byQueue.get().entrySet().stream()
                .map(entry -> Amounts.count(entry.getValue(), "message waits", "messages wait") + " on queue "
                        + entry.getKey().word() + "." + next)
                .toList();
    }
}
