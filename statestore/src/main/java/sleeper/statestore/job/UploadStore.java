package sleeper.statestore.job;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import sleeper.statestore.util.Sha256;

/**
 * Since when something lies in the bucket that clients put files into, by our own clock: when a file was written is the store's to say, and
 * nothing is decided by that. Safe for use by many threads and processes.
 *
 * <p>Errors as of {@link JobStore}.
 */
public final class UploadStore {
    private static final String FOLDER = "uploads";
    private static final int HASH_LENGTH = 32;

    private final Records records;

    UploadStore(Records records) {
        this.records = records;
    }

    /** @return when something below a prefix was seen first, which is now if it never was; to the second */
    public Instant seenFirst(String prefix) {
        byte[] first = records.putFirst(key(prefix), JobRecords.encodeTime(records.now()));
        return JobRecords.time(key(prefix), first);
    }

    /** Forgets a prefix below which there is nothing any more. */
    public void forget(String prefix) {
        boolean unused = records.objects().delete(key(prefix));
    }

    /** Forgets all prefixes but these, below which there is something still. */
    public void forgetAllBut(Set<String> prefixes) {
        Set<String> kept = prefixes.stream().map(UploadStore::name).collect(Collectors.toUnmodifiableSet());
        for (String name : records.objects().children(FOLDER)) {
            if (!kept.contains(name)) {
                boolean unused = records.objects().delete(FOLDER + "/" + name);
            }
        }
    }

    private static String key(String prefix) {
        return FOLDER + "/" + name(prefix);
    }

    /** Clients name prefixes, and may do so by what a key may not hold. */
    private static String name(String prefix) {
        return Sha256.hex(prefix.getBytes(StandardCharsets.UTF_8)).substring(0, HASH_LENGTH);
    }
}
