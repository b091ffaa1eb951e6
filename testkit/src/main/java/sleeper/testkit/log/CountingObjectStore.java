package sleeper.testkit.log;

import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sleeper.statestore.object.ForwardingObjectStore;
import sleeper.statestore.object.ObjectStore;
import sleeper.statestore.object.PutResult;

/** Counts the calls that reach a store, as a store that waits long for each answer would make one feel them. */
public final class CountingObjectStore extends ForwardingObjectStore {
    /** A method of the port. */
    public enum Call {
        PUT,
        GET,
        GET_ALL,
        REPLACE,
        LIST,
        CHILDREN,
        DELETE
    }

    private final Map<Call, Integer> calls = new EnumMap<>(Call.class);
    private int objectsRead;

    public CountingObjectStore(ObjectStore objects) {
        super(objects);
    }

    /** Forgets what was counted. */
    public synchronized void reset() {
        calls.clear();
        objectsRead = 0;
    }

    /** @return calls so far, by method; a method that was not called is not in it */
    public synchronized Map<Call, Integer> calls() {
        return new EnumMap<>(calls);
    }

    /** @return calls so far, of all methods together */
    public synchronized int total() {
        return calls.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** @return objects asked for so far, whether alone or with others */
    public synchronized int objectsRead() {
        return objectsRead;
    }

    private synchronized void count(Call call, int reads) {
        calls.merge(call, 1, Integer::sum);
        objectsRead += reads;
    }

    @Override
    public PutResult putIfAbsent(String key, byte[] bytes) {
        count(Call.PUT, 0);
        return super.putIfAbsent(key, bytes);
    }

    @Override
    public Optional<byte[]> get(String key) {
        count(Call.GET, 1);
        return super.get(key);
    }

    @Override
    public Map<String, byte[]> getAll(Collection<String> keys) {
        count(Call.GET_ALL, keys.size());
        return super.getAll(keys);
    }

    @Override
    public PutResult replace(String key, byte[] expected, byte[] bytes) {
        count(Call.REPLACE, 0);
        return super.replace(key, expected, bytes);
    }

    @Override
    public List<String> list(String prefix) {
        count(Call.LIST, 0);
        return super.list(prefix);
    }

    @Override
    public List<String> children(String prefix) {
        count(Call.CHILDREN, 0);
        return super.children(prefix);
    }

    @Override
    public boolean delete(String key) {
        count(Call.DELETE, 0);
        return super.delete(key);
    }
}
