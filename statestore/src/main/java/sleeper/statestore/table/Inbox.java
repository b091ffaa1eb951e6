package sleeper.statestore.table;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.OutcomeUnknownException;
import sleeper.core.error.TransientFailureException;
import sleeper.statestore.object.ObjectStore;
import sleeper.statestore.object.PutResult;
import sleeper.statestore.transaction.Request;
import sleeper.statestore.transaction.json.TransactionJson;

/**
 * The requests that wait for a place in the log. Whoever appends next takes them along; a request leaves only after the log was
 * replayed and says what became of it, so that a writer that dies takes nobody's request with it.
 */
final class Inbox {
    static final String FOLDER = "inbox";
    private static final int MOST_TRIES = 10;

    private final ObjectStore objects;

    Inbox(ObjectStore objects) {
        this.objects = objects;
    }

    /** A request as it waits, and as it is stored. */
    static final class Waiting {
        private final Request request;
        private final byte[] encoded;

        Waiting(Request request, byte[] encoded) {
            this.request = request;
            this.encoded = encoded;
        }

        Request request() {
            return request;
        }

        byte[] encoded() {
            return encoded;
        }

        static Waiting of(Request request) {
            return new Waiting(request, TransactionJson.encode(request));
        }
    }

    /**
     * @throws TransientFailureException if the request is not there
     * @throws OutcomeUnknownException   if it may be
     */
    void put(Waiting waiting) {
        String key = keyOf(waiting.request().id());
        boolean mayBeThere = false;
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            try {
                if (objects.putIfAbsent(key, waiting.encoded()) != PutResult.UNKNOWN) {
                    return;
                }
                mayBeThere = true;
            } catch (TransientFailureException e) {
                // This try did nothing; one before it may have.
                if (!mayBeThere) {
                    throw e;
                }
            }
        }
        throw new OutcomeUnknownException(
                "Request " + waiting.request().id() + " could not be left in a table's inbox.",
                List.of(Fault.of(ErrorCode.OUTCOME_UNKNOWN, key, "no answer that tells", "")));
    }

    /** @return ids of the waiting requests, ascending, which is about the order they came in */
    List<String> ids() {
        return new ArrayList<>(objects.children(FOLDER));
    }

    /** @return all that wait and can be read, in the order of {@link #ids()}; {@code verify} tells of the others */
    List<Waiting> waiting() {
        List<Waiting> found = new ArrayList<>();
        read(ids()).forEach((id, waiting) -> waiting.ifPresent(found::add));
        return found;
    }

    /** @return ids of what lies there and is no request that this version can read */
    List<String> unreadable() {
        List<String> found = new ArrayList<>();
        read(ids()).forEach((id, waiting) -> {
            if (waiting.isEmpty()) {
                found.add(id);
            }
        });
        return found;
    }

    /** @return the requests that wait but for one, at most {@code most} */
    List<Waiting> waiting(int most, String exceptId) {
        List<String> others = ids();
        others.remove(exceptId);
        List<Waiting> found = new ArrayList<>();
        for (int from = 0; from < others.size() && found.size() < most; from += most) {
            read(others.subList(from, Math.min(from + most, others.size())))
                    .forEach((id, waiting) -> waiting.ifPresent(found::add));
        }
        return found.size() <= most ? found : found.subList(0, most);
    }

    /** @return by id what is still there: the request, or empty if it cannot be read */
    private Map<String, Optional<Waiting>> read(List<String> ids) {
        Map<String, Optional<Waiting>> found = new LinkedHashMap<>();
        Map<String, byte[]> objectsFound =
                objects.getAll(ids.stream().map(Inbox::keyOf).toList());
        for (String id : ids) {
            byte[] bytes = objectsFound.get(keyOf(id));
            if (bytes != null) {
                found.put(id, decode(bytes));
            }
        }
        return found;
    }

    private static Optional<Waiting> decode(byte[] bytes) {
        try {
            return Optional.of(new Waiting(TransactionJson.decode(bytes), bytes));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    void remove(String id) {
        objects.delete(keyOf(id));
    }

    static String keyOf(String id) {
        return FOLDER + "/" + id;
    }
}
