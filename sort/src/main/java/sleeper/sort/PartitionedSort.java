package sleeper.sort;

import java.util.List;
import sleeper.core.error.CancelledException;
import sleeper.core.error.SleeperException;
import sleeper.core.table.WrittenFile;

/**
 * Reads Parquet files and writes their rows, sorted, to one file for each leaf partition that has any. In two halves: rows are
 * read and moved to blocks by partition, which spill to disk beyond the memory budget; then each partition is brought together,
 * sorted and written.
 */
public final class PartitionedSort {
    private PartitionedSort() {}

    /**
     * @return the files, durable, in the order of the leaves; a leaf without rows has none
     * @throws CancelledException if the thread is interrupted, which it is afterwards too; files written by then are removed, and
     *                            no thread of the sort is left
     * @throws SleeperException   as the input, the disk or the checkpoint has it; files written by then are removed
     */
    public static List<WrittenFile> run(SortRequest request) {
        try (SortRun run = new SortRun(request)) {
            run.readInputs();
            return run.writeFiles();
        }
    }
}
