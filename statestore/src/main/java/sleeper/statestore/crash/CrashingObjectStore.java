package sleeper.statestore.crash;

import java.util.List;
import java.util.Optional;
import sleeper.statestore.object.ObjectStore;
import sleeper.statestore.object.PutResult;

/** An object store with a crash point around each write, named by the first component of the key. */
final class CrashingObjectStore implements ObjectStore {
    private final String area;
    private final ObjectStore objects;
    private final CrashPoints points;

    CrashingObjectStore(String area, ObjectStore objects, CrashPoints points) {
        this.area = area;
        this.objects = objects;
        this.points = points;
    }

    private String point(String key, String operation) {
        int slash = key.indexOf('/');
        return area + "." + (slash < 0 ? key : key.substring(0, slash)) + "." + operation;
    }

    @Override
    public PutResult putIfAbsent(String key, byte[] bytes) {
        return points.write(point(key, "put"), () -> objects.putIfAbsent(key, bytes));
    }

    @Override
    public Optional<byte[]> get(String key) {
        return objects.get(key);
    }

    @Override
    public PutResult replace(String key, byte[] expected, byte[] bytes) {
        return points.write(point(key, "replace"), () -> objects.replace(key, expected, bytes));
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
        return points.write(point(key, "delete"), () -> objects.delete(key));
    }
}
