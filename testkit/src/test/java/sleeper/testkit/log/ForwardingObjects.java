package sleeper.testkit.log;

import java.util.List;
import java.util.Optional;
import sleeper.statestore.object.ObjectStore;
import sleeper.statestore.object.PutResult;

/** A store whose puts a test replaces. */
class ForwardingObjects implements ObjectStore {
    private final ObjectStore objects;

    ForwardingObjects(ObjectStore objects) {
        this.objects = objects;
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
