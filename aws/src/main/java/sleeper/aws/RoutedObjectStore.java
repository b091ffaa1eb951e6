package sleeper.aws;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import sleeper.statestore.object.ObjectKeys;
import sleeper.statestore.object.ObjectStore;
import sleeper.statestore.object.PutResult;

/**
 * One store over two: the first component of a key says in which of them an object lies. As safe for threads as the two.
 *
 * <p>What is in a store without belonging there is not seen.
 */
public final class RoutedObjectStore implements ObjectStore {
    private final Set<String> firstComponents;
    private final ObjectStore chosen;
    private final ObjectStore others;

    /**
     * @param firstComponents of the keys of the objects in {@code chosen}
     * @param others          has all other objects
     */
    public RoutedObjectStore(Set<String> firstComponents, ObjectStore chosen, ObjectStore others) {
        this.firstComponents = Set.copyOf(firstComponents);
        this.chosen = chosen;
        this.others = others;
    }

    private boolean isChosen(String keyOrPrefix) {
        int slash = keyOrPrefix.indexOf('/');
        return firstComponents.contains(slash < 0 ? keyOrPrefix : keyOrPrefix.substring(0, slash));
    }

    private ObjectStore storeOf(String keyOrPrefix) {
        return isChosen(keyOrPrefix) ? chosen : others;
    }

    @Override
    public PutResult putIfAbsent(String key, byte[] bytes) {
        return storeOf(key).putIfAbsent(key, bytes);
    }

    @Override
    public Optional<byte[]> get(String key) {
        return storeOf(key).get(key);
    }

    @Override
    public Map<String, byte[]> getAll(Collection<String> keys) {
        keys.forEach(ObjectKeys::check);
        Map<String, byte[]> found = new HashMap<>();
        found.putAll(chosen.getAll(keys.stream().filter(this::isChosen).toList()));
        found.putAll(others.getAll(keys.stream().filter(key -> !isChosen(key)).toList()));
        Map<String, byte[]> inOrder = new LinkedHashMap<>();
        keys.stream().filter(found::containsKey).forEach(key -> inOrder.put(key, found.get(key)));
        return inOrder;
    }

    @Override
    public PutResult replace(String key, byte[] expected, byte[] bytes) {
        return storeOf(key).replace(key, expected, bytes);
    }

    @Override
    public List<String> list(String prefix) {
        if (!prefix.isEmpty()) {
            return storeOf(prefix).list(prefix);
        }
        List<String> keys = new ArrayList<>();
        chosen.list("").stream().filter(this::isChosen).forEach(keys::add);
        others.list("").stream().filter(key -> !isChosen(key)).forEach(keys::add);
        keys.sort(null);
        return keys;
    }

    @Override
    public List<String> children(String prefix) {
        if (!prefix.isEmpty()) {
            return storeOf(prefix).children(prefix);
        }
        Set<String> children = new TreeSet<>();
        chosen.children("").stream().filter(this::isChosen).forEach(children::add);
        others.children("").stream().filter(child -> !isChosen(child)).forEach(children::add);
        return List.copyOf(children);
    }

    @Override
    public boolean delete(String key) {
        return storeOf(key).delete(key);
    }
}
