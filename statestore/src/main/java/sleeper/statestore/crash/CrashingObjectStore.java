package sleeper.statestore.crash;

import sleeper.statestore.object.ForwardingObjectStore;
import sleeper.statestore.object.ObjectStore;
import sleeper.statestore.object.PutResult;

/** An object store with a crash point around each write, named by the first component of the key. */
final class CrashingObjectStore extends ForwardingObjectStore {
    private final String area;
    private final CrashPoints points;

    CrashingObjectStore(String area, ObjectStore objects, CrashPoints points) {
        super(objects);
        this.area = area;
        this.points = points;
    }

    private String point(String key, String operation) {
        int slash = key.indexOf('/');
        return area + "." + (slash < 0 ? key : key.substring(0, slash)) + "." + operation;
    }

    @Override
    public PutResult putIfAbsent(String key, byte[] bytes) {
        return points.write(point(key, "put"), () -> super.putIfAbsent(key, bytes));
    }

    @Override
    public PutResult replace(String key, byte[] expected, byte[] bytes) {
        return points.write(point(key, "replace"), () -> super.replace(key, expected, bytes));
    }

    @Override
    public boolean delete(String key) {
        return points.write(point(key, "delete"), () -> super.delete(key));
    }
}
