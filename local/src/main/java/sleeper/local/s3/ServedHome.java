package sleeper.local.s3;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Set;
import sleeper.core.error.InvalidRequestException;
import sleeper.statestore.bucket.AccessKey;
import sleeper.statestore.bucket.ServedBuckets;

/**
 * What a home keeps for its S3 server, below one folder.
 *
 * <pre>
 * key.properties   the pair by which clients sign; made once
 * uploads/         parts of what is not whole
 * </pre>
 */
public final class ServedHome {
    private ServedHome() {}

    /**
     * Makes a home ready to be served: clears what a killed server left, and makes a key if it has none. For who holds the home's lock.
     *
     * @param folder   what is described above; made if it is not there
     * @param buckets  the folder whose folders are the buckets
     * @param readOnly buckets that may be read and not written
     * @param hosts    names of this machine beside those that every machine has
     * @throws IOException             if the folder cannot be written
     * @throws InvalidRequestException if the file of the pair has none
     */
    public static ServedBuckets prepare(Path folder, Path buckets, Set<String> readOnly, Set<String> hosts)
            throws IOException {
        Path uploads = folder.resolve("uploads");
        Unfinished.clear(buckets, uploads);
        AccessKey key = KeyFile.of(folder.resolve("key.properties"), new SecureRandom());
        return new ServedBuckets(buckets, readOnly, uploads, key, hosts);
    }
}
