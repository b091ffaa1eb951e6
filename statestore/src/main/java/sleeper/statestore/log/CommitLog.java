package sleeper.statestore.log;

import java.util.List;

/**
 * Port: the commit log of one table, a row of slots numbered from 1. What lets many writers agree is that a slot is filled
 * once, atomically, and is never vacated. Implementations are safe for use by many threads and processes.
 *
 * <p>Errors, the same for all methods: {@link sleeper.core.error.TransientFailureException} if the store failed and nothing
 * was changed, {@link sleeper.core.error.CorruptDataException} if what is stored is not what was written,
 * {@link sleeper.core.error.VersionTooOldException} if a newer version wrote it.
 */
public interface CommitLog {
    /**
     * Puts an entry into its slot if the slot is empty. What was won is durable.
     *
     * @return how it ended; a slot before which another is empty may be filled, and the caller sees to it that this is never so
     */
    AppendResult append(LogEntry entry);

    /**
     * Reads slots in order, up to the first empty one. What was read is durable.
     *
     * @param from        the first slot, 1 or more
     * @param toInclusive the last slot
     * @return what the slots hold, without a gap from {@code from} on; empty if that slot is empty
     */
    List<LogRecord> read(long from, long toInclusive);

    /**
     * Replaces entries by tombstones, from the oldest on, each atomically, so that tombstones are always a prefix of the
     * log. No slot becomes empty.
     *
     * @param upTo the last slot to retire; filled
     */
    void retire(long upTo);
}
