package sleeper.local.task.eks.objects;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A change of an object.
 *
 * @param version the store's version that it made
 * @param before  the object before; the same as {@code object} where it is new
 * @param object  as it is now, or was when it went; never changed
 */
record ObjectEvent(Type type, long version, ObjectKind kind, ObjectNode before, ObjectNode object) {
    /** As Kubernetes calls them. */
    enum Type {
        ADDED,
        MODIFIED,
        DELETED
    }
}
