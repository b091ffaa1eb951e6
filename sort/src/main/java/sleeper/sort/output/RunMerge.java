package sleeper.sort.output;

import java.io.IOException;
import java.util.List;
import java.util.PriorityQueue;
import sleeper.sort.column.Batch;
import sleeper.sort.order.RowComparator;
import sleeper.sort.spill.SortedRun;

/** Merges sorted runs row by row. For one thread. */
final class RunMerge {
    private final int keyCount;
    private final PriorityQueue<SortedRun> runs;
    private final long largestRowBytes;

    RunMerge(int keyCount, List<SortedRun> runs) throws IOException {
        this.keyCount = keyCount;
        this.runs = new PriorityQueue<>(Math.max(1, runs.size()), this::compare);
        this.largestRowBytes =
                runs.stream().mapToLong(SortedRun::largestRowBytes).max().orElse(0);
        for (SortedRun run : runs) {
            if (run.advance()) {
                this.runs.add(run);
            }
        }
    }

    private int compare(SortedRun one, SortedRun other) {
        for (int i = 0; i < keyCount; i++) {
            int order = RowComparator.compare(
                    one.piece().column(i), one.row(), other.piece().column(i), other.row());
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    boolean hasNext() {
        return !runs.isEmpty();
    }

    /** Appends the next rows, until the batch has so many bytes, or up to an eighth or a row more. */
    void next(Batch into, long maxBytes) throws IOException {
        while (!runs.isEmpty() && into.sizeBytes() < maxBytes) {
            // The rows so far may be short and those to come long.
            int unseen = Math.min(into.rowsUnseen(maxBytes), Batch.rowsUnseen(maxBytes, largestRowBytes));
            while (unseen > 0 && !runs.isEmpty()) {
                SortedRun least = runs.poll();
                do {
                    appendRow(least, into);
                    unseen--;
                } while (least.advance() && unseen > 0 && (runs.isEmpty() || compare(least, runs.peek()) <= 0));
                if (!least.isAtEnd()) {
                    runs.add(least);
                }
            }
        }
    }

    private static void appendRow(SortedRun from, Batch into) {
        for (int i = 0; i < into.columns().size(); i++) {
            into.column(i).appendFrom(from.piece().column(i), from.row());
        }
    }
}
