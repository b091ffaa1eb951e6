package sleeper.sort;

/** Tells progress one call at a time. */
final class ProgressReport {
    private final SortProgress listener;
    private final long totalRows;
    private long written;

    ProgressReport(SortProgress listener, long totalRows) {
        this.listener = listener;
        this.totalRows = totalRows;
    }

    synchronized void reading(long rows) {
        listener.progressed(SortProgress.Phase.READING, rows, totalRows);
    }

    synchronized void wrote(long moreRows) {
        written += moreRows;
        listener.progressed(SortProgress.Phase.WRITING, written, totalRows);
    }
}
