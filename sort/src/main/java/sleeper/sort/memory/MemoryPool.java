package sleeper.sort.memory;

/**
 * Lends memory to holders. To be safe for many threads.
 *
 * <p>Invariant that keeps holders and pools from waiting for each other: locks are taken in the order pool, then holder. So a
 * holder calls its lease only while it holds no lock that {@link MemoryHolder#giveBack} takes, and a pool may call a holder back
 * while it holds its own locks. A call back may come from any thread, and on the very thread that asks.
 */
public interface MemoryPool {
    /**
     * @param holder whom to call back
     * @return a lease that holds nothing yet
     */
    MemoryLease lease(MemoryHolder holder);
}
