package sleeper.sort.memory;

import java.io.IOException;

/** Holds memory on a lease, and can do with less. */
@FunctionalInterface
public interface MemoryHolder {
    /** Holds what it cannot give back before its work is done. */
    MemoryHolder FIRM = bytes -> 0;

    /**
     * Called back by the pool: moves what it holds to disk and releases it on its lease, as far as it can at once.
     *
     * @param bytes bytes that are wanted; more may be given
     * @return bytes that were released by this call; 0 if there is nothing to give now
     * @throws IOException if it could not spill; what it holds is still there then
     */
    long giveBack(long bytes) throws IOException;
}
