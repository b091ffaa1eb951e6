package sleeper.sort;

/** Told how a sort goes on. Called by any of its threads, one at a time; must return soon. */
@FunctionalInterface
public interface SortProgress {
    /** Tells nobody. */
    SortProgress NONE = (phase, rows, totalRows) -> {};

    /** What a sort does at a time. */
    enum Phase {
        /** Reads and partitions; rows are those read. */
        READING,
        /** Sorts and writes partitions; rows are those in files that are durable. */
        WRITING
    }

    /**
     * @param rows      rows done in this phase
     * @param totalRows rows of the whole sort
     */
    void progressed(Phase phase, long rows, long totalRows);
}
