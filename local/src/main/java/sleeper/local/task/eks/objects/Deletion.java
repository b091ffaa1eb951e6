package sleeper.local.task.eks.objects;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How an object ends when that is asked for: a pod when its process has ended, a namespace when nothing is left in it, others at once;
 * and what becomes of what it owns, as Kubernetes' garbage collector sees to it.
 */
public final class Deletion {
    private static final long DEFAULT_GRACE_SECONDS = 30;
    private static final String FOREGROUND = "foregroundDeletion";

    private final ObjectStore store;

    /** What becomes of what an object owns. */
    public enum Policy {
        /** It ends after the object. */
        BACKGROUND("Background"),
        /** It ends before the object, which is there until then. */
        FOREGROUND("Foreground"),
        /** It stays. */
        ORPHAN("Orphan");

        private final String word;

        Policy(String word) {
            this.word = word;
        }

        /** @return the policy of Kubernetes' word; empty if there is none */
        public static Optional<Policy> of(String word) {
            return List.of(values()).stream()
                    .filter(policy -> policy.word.equals(word))
                    .findFirst();
        }

        /** @return what happens where nothing is said: a Job of {@code batch/v1} leaves its pods behind */
        public static Policy usual(ObjectKind kind) {
            return kind == ObjectKind.JOB ? ORPHAN : BACKGROUND;
        }
    }

    public Deletion(ObjectStore store) {
        this.store = store;
    }

    /**
     * Asks for an object's end.
     *
     * @param graceSeconds how long the process of a pod may take; empty for what the pod says
     * @return the object as it is now, or was when it went
     * @throws ApiException if it is not there, or is a namespace that ends already
     */
    public ObjectNode delete(ObjectKey key, OptionalLong graceSeconds, Policy policy) {
        ObjectNode object = store.get(key);
        if (key.kind() == ObjectKind.NAMESPACE) {
            if (Meta.isBeingDeleted(object)) {
                throw ApiException.conflict(
                        key,
                        "The system is ensuring all content is removed from this namespace.  Upon completion, this namespace will"
                                + " automatically be purged by the system.");
            }
            return store.markDeleted(key, 0);
        }
        if (policy == Policy.ORPHAN) {
            owned(Meta.uid(object)).forEach(owned -> disown(owned, Meta.uid(object)));
        }
        if (key.kind() == ObjectKind.POD) {
            long usual = object.at("/spec/terminationGracePeriodSeconds").asLong(DEFAULT_GRACE_SECONDS);
            return store.markDeleted(key, graceSeconds.orElse(usual));
        }
        if (policy == Policy.FOREGROUND) {
            store.update(key, waiting -> {
                ArrayNode finalizers = waiting.withObjectProperty("metadata").withArrayProperty("finalizers");
                if (!isForeground(waiting)) {
                    finalizers.add(FOREGROUND);
                }
            });
            return store.markDeleted(key, 0);
        }
        store.remove(key);
        return object;
    }

    /** Brings what belongs to objects that are gone, or go, nearer to its end. To be called after each change. */
    public void collect() {
        for (ObjectNode namespace : store.list(ObjectKind.NAMESPACE, "", Meta::isBeingDeleted)) {
            finish(key(ObjectKind.NAMESPACE, namespace), within(Meta.name(namespace)));
        }
        for (ObjectKind kind : ObjectKind.values()) {
            for (ObjectNode object : store.list(kind, "", object -> true)) {
                if (isForeground(object) && Meta.isBeingDeleted(object)) {
                    finish(key(kind, object), owned(Meta.uid(object)));
                } else if (isLeft(object) && !Meta.isBeingDeleted(object)) {
                    delete(key(kind, object), OptionalLong.empty(), Policy.BACKGROUND);
                }
            }
        }
    }

    private List<ObjectKey> within(String namespace) {
        List<ObjectKey> found = new ArrayList<>();
        for (ObjectKind kind : ObjectKind.values()) {
            store.list(kind, namespace, object -> true).forEach(object -> found.add(key(kind, object)));
        }
        return found;
    }

    private void finish(ObjectKey owner, List<ObjectKey> owned) {
        if (owned.isEmpty()) {
            store.remove(owner);
        }
        owned.stream()
                .filter(key -> !Meta.isBeingDeleted(store.get(key)))
                .forEach(key -> delete(key, OptionalLong.empty(), Policy.BACKGROUND));
    }

    private static boolean isForeground(ObjectNode object) {
        for (var finalizer : object.at("/metadata/finalizers")) {
            if (finalizer.asText().equals(FOREGROUND)) {
                return true;
            }
        }
        return false;
    }

    private boolean isLeft(ObjectNode object) {
        List<String> owners = Meta.owners(object);
        return !owners.isEmpty() && owners.stream().noneMatch(store::isThere);
    }

    private List<ObjectKey> owned(String uid) {
        List<ObjectKey> owned = new ArrayList<>();
        for (ObjectKind kind : ObjectKind.values()) {
            store.list(kind, "", object -> Meta.owners(object).contains(uid))
                    .forEach(object -> owned.add(key(kind, object)));
        }
        return owned;
    }

    private void disown(ObjectKey key, String uid) {
        store.update(key, object -> {
            ArrayNode owners = object.withObjectProperty("metadata").withArrayProperty("ownerReferences");
            for (int i = owners.size() - 1; i >= 0; i--) {
                if (owners.path(i).path("uid").asText().equals(uid)) {
                    owners.remove(i);
                }
            }
        });
    }

    private static ObjectKey key(ObjectKind kind, ObjectNode object) {
        return new ObjectKey(kind, Meta.namespace(object), Meta.name(object));
    }
}
