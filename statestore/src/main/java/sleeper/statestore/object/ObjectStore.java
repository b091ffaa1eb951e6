package sleeper.statestore.object;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sleeper.core.error.TransientFailureException;

/**
 * Port: small objects under keys. Keys are components of {@code A-Z a-z 0-9 . _ -} parted by single slashes; none begins with a
 * dot. A reader sees an object whole or not at all. An object is durable once a put of it was stored, or was refused because it
 * is there; one that was only read may be lost with the power that its writer lost. Implementations are safe for use by many
 * threads and processes. A store that fails before anything could have been written throws {@link TransientFailureException}.
 */
public interface ObjectStore {
    /** Writes an object unless there is one under the key. */
    PutResult putIfAbsent(String key, byte[] bytes);

    /** @return the object's bytes, or empty if there is none */
    Optional<byte[]> get(String key);

    /**
     * Reads many objects. A store with a call for it, or one that waits long for each answer, does better than one by one.
     *
     * @param keys each once
     * @return the bytes of those that are there, by key, in the order of the keys
     */
    default Map<String, byte[]> getAll(Collection<String> keys) {
        Map<String, byte[]> found = new LinkedHashMap<>();
        keys.forEach(key -> get(key).ifPresent(bytes -> found.put(key, bytes)));
        return found;
    }

    /**
     * Replaces an object if its bytes are still the expected ones.
     *
     * @return {@link PutResult#REFUSED} also if there is none
     */
    PutResult replace(String key, byte[] expected, byte[] bytes);

    /**
     * @param prefix a directory without a final slash; empty for all
     * @return keys of the objects below, recursively, ascending; what others have put there under what is no key is passed over
     */
    List<String> list(String prefix);

    /**
     * @return names (the component after the prefix) of the objects and directories directly below, ascending; what is no component
     *     of a key is passed over
     */
    List<String> children(String prefix);

    /** Deletes an object. @return whether it was there */
    boolean delete(String key);
}
