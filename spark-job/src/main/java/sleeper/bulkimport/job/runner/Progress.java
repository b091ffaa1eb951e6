package sleeper.bulkimport.job.runner;

import sleeper.sort.SortProgress;
import sleeper.sort.SortProgress.Phase;

/** Tells what tasks have counted, each time that it has changed. For one thread. */
final class Progress {
    private final RowCounts counts;
    private final SortProgress listener;
    private final long totalRows;
    private Phase toldPhase;
    private long toldRows = -1;

    Progress(RowCounts counts, SortProgress listener, long totalRows) {
        this.counts = counts;
        this.listener = listener;
        this.totalRows = totalRows;
    }

    void look() {
        Phase phase = counts.phase();
        // A task that Spark runs again after it has ended well is counted twice.
        long rows = Math.min(counts.rowsDone(), totalRows);
        if (phase != toldPhase || rows != toldRows) {
            toldPhase = phase;
            toldRows = rows;
            listener.progressed(phase, rows, totalRows);
        }
    }
}
