package sleeper.sort.spill;

/** Is told what goes to disk for want of memory, so that a host can count it. */
@FunctionalInterface
public interface SpillListener {
    /** For a host that counts nothing. */
    SpillListener NONE = bytes -> {};

    /**
     * Called after each write that went well, on the thread that wrote.
     *
     * @param bytes that were written, one or more; rows go to disk as they lie in memory, so they took about as many there
     */
    void spilled(long bytes);
}
