package sleeper.statestore.table;

import java.util.List;

/**
 * What a collection did.
 *
 * @param dryRun    whether it only looked
 * @param removed   what it deleted, or would have
 * @param undecided paths of files that stay because the log has not decided about their attempt
 * @param waiting   paths of files of a dropped table that stay until readers have had time
 * @param retiredTo the last slot retired; 0 for none
 */
public record GcReport(
        boolean dryRun, List<Removed> removed, List<String> undecided, List<String> waiting, long retiredTo) {
    public GcReport {
        removed = List.copyOf(removed);
        undecided = List.copyOf(undecided);
        waiting = List.copyOf(waiting);
    }

    /** What sort of thing was deleted. */
    public enum Kind {
        DATA,
        UNFINISHED,
        BODY,
        REQUEST,
        MANIFEST,
        METRICS,
        METADATA,
        SNAPSHOT
    }

    /**
     * A thing deleted.
     *
     * @param what its path or key
     */
    public record Removed(Kind kind, String what) {}

    /** @return how many things of a kind were deleted, or would have been */
    public long count(Kind kind) {
        return removed.stream().filter(thing -> thing.kind() == kind).count();
    }
}
