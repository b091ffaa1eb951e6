package sleeper.statestore.bucket;

import java.nio.file.Path;
import java.util.Set;
import sleeper.core.util.Require;

/**
 * What is served, and to whom.
 *
 * @param root     the folder whose folders are the buckets
 * @param readOnly names of buckets that may be read and not written, there or not
 * @param scratch  folder for parts of what is not whole; made when it is needed, and nobody else's
 * @param key      by which requests are signed
 * @param hosts    names of this machine beside {@code 127.0.0.1} and {@code localhost}, for any port or as {@code name:port}
 */
public record ServedBuckets(Path root, Set<String> readOnly, Path scratch, AccessKey key, Set<String> hosts) {
    public ServedBuckets {
        Require.notNull("root", root);
        Require.notNull("scratch", scratch);
        Require.notNull("key", key);
        readOnly = Set.copyOf(readOnly);
        hosts = Set.copyOf(hosts);
    }
}
