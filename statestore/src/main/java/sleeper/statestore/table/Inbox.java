package sleeper.statestore.table;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.OutcomeUnknownException;
import sleeper.core.error.TransientFailureException;
import sleeper.core.error.VersionTooOldException;
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
        read(ids(), found::add, (id, problem) -> {});
        return found;
    }

    /**
     * @return by id, why what lies there cannot be read: {@link IllegalArgumentException} if it is no request, {@link
     *     VersionTooOldException} if it is one of a later version, which leaves it to a process of that
     */
    Map<String, RuntimeException> unreadable() {
        Map<String, RuntimeException> found = new LinkedHashMap<>();
        read(ids(), waiting -> {}, found::put);
        return found;
    }

    /** @return the requests that wait but for one, at most {@code most} */
    List<Waiting> waiting(int most, String exceptId) {
        List<String> others = ids();
        others.remove(exceptId);
        List<Waiting> found = new ArrayList<>();
        for (int from = 0; from < others.size() && found.size() < most; from += most) {
            read(others.subList(from, Math.min(from + most, others.size())), found::add, (id, problem) -> {});
        }
        return found.size() <= most ? found : found.subList(0, most);
    }

    /** Passes on what is still there, in the order of the ids. */
    private void read(List<String> ids, Consumer<Waiting> waiting, BiConsumer<String, RuntimeException> unreadable) {
        objects.getAll(ids.stream().map(Inbox::keyOf).toList()).forEach((key, bytes) -> {
            try {
                waiting.accept(new Waiting(TransactionJson.decode(bytes), bytes));
            } catch (IllegalArgumentException | VersionTooOldException e) {
                unreadable.accept(key.substring(FOLDER.length() + 1), e);
            }
        });
    }

    void remove(String id) {
        objects.delete(keyOf(id));
    }

    static String keyOf(String id) {
        return FOLDER + "/" + id;
    }
}
