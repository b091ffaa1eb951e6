package sleeper.core.resource.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/** What a pod's status says for people: why it waits, or why it failed. */
final class PodWords {
    private static final List<String> USUAL = List.of("ContainerCreating", "Completed");

    private PodWords() {}

    /** @return such as {@code pod a-exec-1: Evicted: The node was low on resource: memory.}; empty if there is nothing to say */
    static Optional<String> of(JsonNode pod) {
        return whole(pod)
                .or(() -> unscheduled(pod))
                .or(() -> container(pod))
                .map(words -> "pod " + pod.at("/metadata/name").asText() + ": " + words);
    }

    private static Optional<String> whole(JsonNode pod) {
        return words(pod.path("status"));
    }

    private static Optional<String> unscheduled(JsonNode pod) {
        for (JsonNode condition : pod.at("/status/conditions")) {
            if (condition.path("type").asText().equals("PodScheduled")
                    && condition.path("status").asText().equals("False")) {
                return words(condition);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> container(JsonNode pod) {
        JsonNode state = pod.at("/status/containerStatuses/0/state");
        JsonNode ended = state.path("terminated");
        if (ended.path("exitCode").asInt() != 0) {
            return Optional.of(ended.path("reason").asText() + ", exit code "
                    + ended.path("exitCode").asInt());
        }
        return words(state.path("waiting")).filter(words -> !USUAL.contains(words));
    }

    private static Optional<String> words(JsonNode status) {
        String reason = status.path("reason").asText();
        String message = status.path("message").asText();
        if (reason.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(message.isEmpty() ? reason : reason + ": " + message);
    }
}
