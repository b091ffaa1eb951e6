package sleeper.local.task.eks.objects;

import sleeper.core.util.Require;

/** Finds an object: there is never more than one of a key. */
public record ObjectKey(ObjectKind kind, String namespace, String name) {
    public ObjectKey {
        Require.notNull("kind", kind);
        Require.notNull("namespace", namespace);
        Require.notNull("name", name);
    }
}
