package sleeper.testkit.log;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import sleeper.statestore.object.ObjectKeys;
import sleeper.statestore.object.ObjectStore;
import sleeper.statestore.object.PutResult;

/** Objects in memory, with hooks for lost requests and replies. Safe for use by many threads. */
public final class InMemoryObjectStore implements ObjectStore {
    private final NavigableMap<String, byte[]> objects = new TreeMap<>();
    private final Deque<Boolean> losses = new ArrayDeque<>();

    /** The next put of either kind has no effect, and its caller is not told. */
    public synchronized void loseNextRequest() {
        losses.add(false);
    }

    /** The next put of either kind has its effect, and its caller is not told. */
    public synchronized void loseNextReply() {
        losses.add(true);
    }

    @Override
    public synchronized PutResult putIfAbsent(String key, byte[] bytes) {
        Boolean loss = losses.poll();
        if (loss != null && !loss) {
            return PutResult.UNKNOWN;
        }
        boolean stored = objects.putIfAbsent(ObjectKeys.check(key), bytes.clone()) == null;
        return loss != null ? PutResult.UNKNOWN : stored ? PutResult.STORED : PutResult.REFUSED;
    }

    @Override
    public synchronized Optional<byte[]> get(String key) {
        return Optional.ofNullable(objects.get(ObjectKeys.check(key))).map(byte[]::clone);
    }

    @Override
    public synchronized PutResult replace(String key, byte[] expected, byte[] bytes) {
        Boolean loss = losses.poll();
        if (loss != null && !loss) {
            return PutResult.UNKNOWN;
        }
        boolean stored = Arrays.equals(objects.get(ObjectKeys.check(key)), expected);
        if (stored) {
            objects.put(key, bytes.clone());
        }
        return loss != null ? PutResult.UNKNOWN : stored ? PutResult.STORED : PutResult.REFUSED;
    }

    @Override
    public synchronized List<String> list(String prefix) {
        return new ArrayList<>(below(prefix).keySet());
    }

    private Map<String, byte[]> below(String prefix) {
        return prefix.isEmpty() ? objects : objects.subMap(prefix + "/", prefix + "0");
    }

    @Override
    public synchronized List<String> children(String prefix) {
        TreeSet<String> names = new TreeSet<>();
        int from = prefix.isEmpty() ? 0 : prefix.length() + 1;
        for (String key : below(prefix).keySet()) {
            int slash = key.indexOf('/', from);
            names.add(slash < 0 ? key.substring(from) : key.substring(from, slash));
        }
        return new ArrayList<>(names);
    }

    @Override
    public synchronized boolean delete(String key) {
        return objects.remove(ObjectKeys.check(key)) != null;
    }

    /** Changes one byte of an object, as a failing disk would. */
    public synchronized void flipByte(String key, int index) {
        objects.get(key)[index] ^= 0x20;
    }
}
