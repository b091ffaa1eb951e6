package sleeper.aws.kits;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sleeper.statestore.object.ObjectKeys;
import sleeper.statestore.object.ObjectStore;
import sleeper.statestore.object.PutResult;

/** A folder of a store, as a store. */
final class PlacedObjects implements ObjectStore {
    private final ObjectStore whole;
    private final String folder;

    PlacedObjects(ObjectStore whole, String folder) {
        this.whole = whole;
        this.folder = folder;
    }

    private String placed(String key) {
        return folder + "/" + ObjectKeys.check(key);
    }

    private String placedPrefix(String prefix) {
        return prefix.isEmpty() ? folder : placed(prefix);
    }

    private String unplaced(String key) {
        return key.substring(folder.length() + 1);
    }

    @Override
    public PutResult putIfAbsent(String key, byte[] bytes) {
        return whole.putIfAbsent(placed(key), bytes);
    }

    @Override
    public Optional<byte[]> get(String key) {
        return whole.get(placed(key));
    }

    @Override
    public Map<String, byte[]> getAll(Collection<String> keys) {
        Map<String, byte[]> found = new LinkedHashMap<>();
        whole.getAll(keys.stream().map(this::placed).toList()).forEach((key, bytes) -> found.put(unplaced(key), bytes));
        return found;
    }

    @Override
    public PutResult replace(String key, byte[] expected, byte[] bytes) {
        return whole.replace(placed(key), expected, bytes);
    }

    @Override
    public List<String> list(String prefix) {
        return whole.list(placedPrefix(prefix)).stream().map(this::unplaced).toList();
    }

    @Override
    public List<String> children(String prefix) {
        return whole.children(placedPrefix(prefix));
    }

    @Override
    public boolean delete(String key) {
        return whole.delete(placed(key));
    }
}
