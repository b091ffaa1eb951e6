package sleeper.local.task.eks.api;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** What was asked of the API server, by whom; so that a role can be held against what its account really does. Safe for use by many threads. */
public final class CallLog {
    private final Map<ApiCall, Long> counts = new ConcurrentHashMap<>();

    void add(ApiCall call) {
        counts.merge(call, 1L, Long::sum);
    }

    /** @return how often each call was made so far */
    public Map<ApiCall, Long> counts() {
        return Map.copyOf(counts);
    }

    /** @return the calls of a user, without how often */
    public Set<ApiCall> of(String user) {
        return counts.keySet().stream()
                .filter(call -> call.user().equals(user))
                .collect(Collectors.toUnmodifiableSet());
    }
}
