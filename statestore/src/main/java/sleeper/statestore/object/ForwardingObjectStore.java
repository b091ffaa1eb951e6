package sleeper.statestore.object;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** A store that passes each call on to another: a decorator overrides what it changes. As safe for threads as the other. */
public abstract class ForwardingObjectStore implements ObjectStore {
    private final ObjectStore objects;

    protected ForwardingObjectStore(ObjectStore objects) {
        this.objects = Objects.requireNonNull(objects, "objects");
    }

    @Override
    public PutResult putIfAbsent(String key, byte[] bytes) {
        return objects.putIfAbsent(key, bytes);
    }

    @Override
    public Optional<byte[]> get(String key) {
        return objects.get(key);
    }

    @Override
    public Map<String, byte[]> getAll(Collection<String> keys) {
        return objects.getAll(keys);
    }

    @Override
    public PutResult replace(String key, byte[] expected, byte[] bytes) {
        return objects.replace(key, expected, bytes);
    }

    @Override
    public List<String> list(String prefix) {
        return objects.list(prefix);
    }

    @Override
    public List<String> children(String prefix) {
        return objects.children(prefix);
    }

    @Override
    public boolean delete(String key) {
        return objects.delete(key);
    }
}
