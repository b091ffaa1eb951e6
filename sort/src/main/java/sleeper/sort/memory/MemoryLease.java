package sleeper.sort.memory;

import java.io.IOException;

/** What one holder has borrowed of a pool, in bytes. To be safe for many threads. */
public interface MemoryLease extends AutoCloseable {
    /**
     * Asks for more. Before this returns, the pool may call back other holders, or the asking one, on this thread.
     *
     * @param bytes zero or more
     * @return bytes granted, from 0 to {@code bytes}: what is less is refused, and the holder does without
     * @throws IOException if a holder that was called back could not spill; nothing is granted then
     */
    long acquire(long bytes) throws IOException;

    /**
     * Returns some of it.
     *
     * @param bytes at most {@link #heldBytes()}
     * @throws IllegalArgumentException if it is more
     */
    void release(long bytes);

    /** @return bytes granted and not returned */
    long heldBytes();

    /** Returns all that is held. No call back is begun afterwards. */
    @Override
    void close();

    /**
     * Asks for all or nothing.
     *
     * @return whether all was granted; if not, nothing was
     * @throws IOException as {@link #acquire}
     */
    default boolean acquireWhole(long bytes) throws IOException {
        long granted = acquire(bytes);
        if (granted < bytes) {
            release(granted);
        }
        return granted == bytes;
    }
}
