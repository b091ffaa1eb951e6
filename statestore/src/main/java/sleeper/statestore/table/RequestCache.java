package sleeper.statestore.table;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sleeper.statestore.transaction.Request;

/**
 * The decoded requests of entries just written, by the entry's hash, so that a writer need not decode on replay what it
 * encoded. A hash names one content, so what is found here is what decoding would give. For one thread at a time.
 */
final class RequestCache {
    private final int capacity;
    private final Map<String, List<Request>> requests = new LinkedHashMap<>();

    RequestCache(int capacity) {
        this.capacity = capacity;
    }

    void put(String entryHash, List<Request> decoded) {
        requests.put(entryHash, List.copyOf(decoded));
        if (requests.size() > capacity) {
            requests.remove(requests.keySet().iterator().next());
        }
    }

    Optional<List<Request>> get(String entryHash) {
        return Optional.ofNullable(requests.get(entryHash));
    }
}
