package sleeper.local.task.eks.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The objects of a cluster: each change makes a new version, is kept in a file before it shows, and is told to those who watch. Objects
 * that are given out are never changed afterwards, and callers must not change them. Safe for use by many threads.
 */
public final class ObjectStore {
    /** So many changes are remembered for who watches from a version of the past. */
    private static final int REMEMBERED = 1_000;

    private static final long RESERVED_AT_ONCE = 1_000;
    private static final Comparator<ObjectKey> ORDER = Comparator.comparing(ObjectKey::kind)
            .thenComparing(ObjectKey::namespace)
            .thenComparing(ObjectKey::name);

    private final ObjectFiles files;
    private final InstantSource clock;
    private final Supplier<UUID> ids;
    private final Map<ObjectKey, ObjectNode> objects = new TreeMap<>(ORDER);
    private final Deque<ObjectEvent> past = new ArrayDeque<>();
    private final Set<Watch> watches = new LinkedHashSet<>();
    private Runnable onChange = () -> {};
    private long version;
    private long reserved;
    private long forgotten;

    private ObjectStore(ObjectFiles files, InstantSource clock, Supplier<UUID> ids) {
        this.files = files;
        this.clock = clock;
        this.ids = ids;
    }

    /**
     * Opens the objects that a folder keeps.
     *
     * @param ids makes uids, other than any before
     */
    public static ObjectStore open(Path folder, InstantSource clock, Supplier<UUID> ids) throws IOException {
        ObjectStore store = new ObjectStore(new ObjectFiles(folder), clock, ids);
        for (ObjectNode object : store.files.readAll()) {
            store.objects.put(store.key(object), object);
            store.version = Math.max(store.version, Meta.version(object));
        }
        store.version = Math.max(store.version, store.files.reservedVersions());
        store.reserved = store.version;
        store.forgotten = store.version;
        return store;
    }

    /** @return the objects that a folder keeps, while another process may write them; none if there is no such folder */
    public static List<ObjectNode> read(Path folder) throws IOException {
        return Files.isDirectory(folder) ? new ObjectFiles(folder).readAll() : List.of();
    }

    /** Has something run after each change, by whichever thread makes it; it should be quick. */
    public synchronized void onChange(Runnable action) {
        onChange = action;
    }

    private ObjectKey key(ObjectNode object) {
        String word = object.path("kind").asText();
        for (ObjectKind kind : ObjectKind.values()) {
            if (kind.word().equals(word)) {
                return new ObjectKey(kind, Meta.namespace(object), Meta.name(object));
            }
        }
        throw new IllegalArgumentException("not a kind of object: " + word);
    }

    /**
     * Adds an object, and gives it what only the server can: uid, time and version.
     *
     * @param complete is given the object when it has a uid, to add what was not asked for
     * @throws ApiException if there is one of its name, or its name or labels are none
     */
    public ObjectNode create(ObjectKind kind, String namespace, ObjectNode asked, Consumer<ObjectNode> complete) {
        ObjectNode object = asked.deepCopy();
        object.put("apiVersion", kind.apiVersion()).put("kind", kind.word());
        ObjectNode metadata = object.withObjectProperty("metadata");
        String generate = metadata.path("generateName").asText();
        if (Meta.name(object).isEmpty() && !generate.isEmpty()) {
            metadata.put("name", generate + suffix());
        }
        ObjectKey key = new ObjectKey(kind, namespace, Meta.name(object));
        List<ApiException.Cause> causes = NameRules.check(kind, object);
        if (!causes.isEmpty()) {
            throw ApiException.invalid(key, causes);
        }
        if (kind.isNamespaced()) {
            metadata.put("namespace", namespace);
        }
        metadata.put("uid", ids.get().toString());
        metadata.put("creationTimestamp", Meta.time(clock.instant()));
        metadata.remove(List.of("deletionTimestamp", "deletionGracePeriodSeconds"));
        complete.accept(object);
        synchronized (this) {
            if (objects.containsKey(key)) {
                throw ApiException.alreadyExists(key);
            }
            Meta.setVersion(object, next());
            keep(ObjectEvent.Type.ADDED, key, object, object);
        }
        changed();
        return object;
    }

    /** @return the end of a name, as those that Kubernetes makes */
    public String suffix() {
        return ids.get().toString().replace("-", "").substring(0, 5);
    }

    public synchronized Optional<ObjectNode> find(ObjectKey key) {
        return Optional.ofNullable(objects.get(key));
    }

    /** @throws ApiException if it is not there */
    public ObjectNode get(ObjectKey key) {
        return find(key).orElseThrow(() -> ApiException.notFound(key));
    }

    /** @return those of a namespace, or of all for an empty one, in the order of their names */
    public synchronized List<ObjectNode> list(ObjectKind kind, String namespace, Predicate<JsonNode> wanted) {
        List<ObjectNode> found = new ArrayList<>();
        objects.forEach((key, object) -> {
            if (key.kind() == kind
                    && (namespace.isEmpty() || key.namespace().equals(namespace))
                    && wanted.test(object)) {
                found.add(object);
            }
        });
        return found;
    }

    /** @return whether there is an object of this uid */
    synchronized boolean isThere(String uid) {
        return objects.values().stream().anyMatch(object -> Meta.uid(object).equals(uid));
    }

    /** @return the version that the last change made */
    public synchronized long version() {
        return version;
    }

    /**
     * Changes an object; one that comes out as it was makes no version.
     *
     * @param change is given a copy, which it may change
     * @throws ApiException if it is not there, or the change names a version that it is not of any more
     */
    public ObjectNode update(ObjectKey key, Consumer<ObjectNode> change) {
        ObjectNode updated;
        synchronized (this) {
            ObjectNode before = get(key);
            updated = before.deepCopy();
            change.accept(updated);
            String named = updated.at("/metadata/resourceVersion").asText();
            if (!named.isEmpty() && !named.equals(Long.toString(Meta.version(before)))) {
                throw ApiException.conflict(
                        key,
                        "the object has been modified; please apply your changes to the latest version and try again");
            }
            restoreIdentity(before, updated);
            if (updated.equals(before)) {
                return before;
            }
            List<ApiException.Cause> causes = NameRules.check(key.kind(), updated);
            if (!causes.isEmpty()) {
                throw ApiException.invalid(key, causes);
            }
            Meta.setVersion(updated, next());
            keep(ObjectEvent.Type.MODIFIED, key, before, updated);
        }
        changed();
        return updated;
    }

    private static void restoreIdentity(ObjectNode before, ObjectNode updated) {
        ObjectNode metadata = updated.withObjectProperty("metadata");
        for (String field : List.of("name", "namespace", "uid", "creationTimestamp", "resourceVersion")) {
            if (before.path("metadata").has(field)) {
                metadata.set(field, before.at("/metadata/" + field));
            } else {
                metadata.remove(field);
            }
        }
        updated.set("kind", before.get("kind"));
        updated.set("apiVersion", before.get("apiVersion"));
    }

    /** Says that somebody has asked for the end of an object, whose end somebody else brings about. The first that asks counts. */
    public ObjectNode markDeleted(ObjectKey key, long graceSeconds) {
        return update(key, object -> {
            if (!Meta.isBeingDeleted(object)) {
                Meta.setDeleted(object, clock.instant(), graceSeconds);
            }
        });
    }

    /** Takes an object away, if it is there. */
    public void remove(ObjectKey key) {
        synchronized (this) {
            ObjectNode before = objects.get(key);
            if (before == null) {
                return;
            }
            ObjectNode gone = before.deepCopy();
            Meta.setVersion(gone, next());
            files.delete(before);
            objects.remove(key);
            tell(new ObjectEvent(ObjectEvent.Type.DELETED, version, key.kind(), before, gone));
        }
        changed();
    }

    /**
     * Watches objects from a version on.
     *
     * @param since a version whose later changes are told; 0 to be told first what there is
     * @throws ApiException if the changes since are not remembered any more
     */
    public synchronized Watch watch(ObjectKind kind, long since, Predicate<JsonNode> wanted) {
        if (since != 0 && since < forgotten) {
            throw ApiException.tooOldVersion(since, forgotten);
        }
        Watch watch = new Watch(kind, wanted, this::forget);
        if (since == 0) {
            objects.forEach((key, object) ->
                    watch.tell(new ObjectEvent(ObjectEvent.Type.ADDED, version, key.kind(), object, object)));
        } else {
            past.stream().filter(event -> event.version() > since).forEach(watch::tell);
        }
        watches.add(watch);
        return watch;
    }

    private synchronized void forget(Watch watch) {
        watches.remove(watch);
    }

    private long next() {
        version++;
        if (version > reserved) {
            reserved = version + RESERVED_AT_ONCE;
            files.reserveVersions(reserved);
        }
        return version;
    }

    private void keep(ObjectEvent.Type type, ObjectKey key, ObjectNode before, ObjectNode object) {
        files.write(object);
        objects.put(key, object);
        tell(new ObjectEvent(type, version, key.kind(), before, object));
    }

    private void tell(ObjectEvent event) {
        past.add(event);
        if (past.size() > REMEMBERED) {
            forgotten = past.remove().version();
        }
        watches.forEach(watch -> watch.tell(event));
    }

    private void changed() {
        Runnable action;
        synchronized (this) {
            action = onChange;
        }
        action.run();
    }
}
