package sleeper.sort;

import java.nio.file.Path;
import sleeper.core.util.Require;
import sleeper.sort.column.SizeLimits;
import sleeper.sort.encode.WriteSettings;
import sleeper.sort.extent.ExtentCost;
import sleeper.sort.extent.Partitioner;
import sleeper.sort.output.LeafSettings;
import sleeper.sort.schema.TableLayout;
import sleeper.sort.spill.BlockStore;

/**
 * How a sort runs.
 *
 * @param write             how files are written
 * @param memoryBudgetBytes bytes for rows and buffers together; what is beyond goes to disk. The heap must be larger by about
 *                          200 MiB
 * @param threads           threads that work; one or more
 * @param spillDirectory    existing directory for rows beyond the budget; may need as many bytes as the rows have uncompressed,
 *                          and an eighth more, or what {@link ExtentCost#spilledBytes} has for very many leaves and columns
 * @param mostRunRows       rows of a partition that are sorted at once at most, whatever memory would hold; {@link
 *                          #LEAST_RUN_ROWS} or more. A partition with more is sorted in runs, which are merged into its file
 */
public record SortSettings(
        WriteSettings write, long memoryBudgetBytes, int threads, Path spillDirectory, long mostRunRows) {
    /** Below this there is not even room for the buffers. */
    public static final long LEAST_MEMORY_BUDGET_BYTES = 16L << 20;

    /** Runs of fewer rows cost more to merge than they save. */
    public static final long LEAST_RUN_ROWS = 1_000;

    /** Bytes of rows in a batch for each byte of extents' heads. */
    private static final long ROWS_TO_HEADS = 8;

    /** As many rows are sorted at once as memory holds. */
    public SortSettings(WriteSettings write, long memoryBudgetBytes, int threads, Path spillDirectory) {
        this(write, memoryBudgetBytes, threads, spillDirectory, Long.MAX_VALUE);
    }

    public SortSettings {
        Require.notNull("write", write);
        Require.atLeast("memoryBudgetBytes", memoryBudgetBytes, LEAST_MEMORY_BUDGET_BYTES);
        Require.atLeast("threads", threads, 1);
        Require.notNull("spillDirectory", spillDirectory);
        Require.atLeast("mostRunRows", mostRunRows, LEAST_RUN_ROWS);
    }

    /**
     * What every leaf takes, with rows or without, comes off the share of the blocks.
     *
     * @return bytes of blocks held in memory between reading and sorting; zero or more
     */
    long blockBytes(TableLayout layout, int leaves) {
        long ofLeaf = BlockStore.LEAF_BYTES + (long) threads * ExtentCost.workingBytesOfLeaf(layout);
        return Math.max(0, memoryBudgetBytes / 8 * 5 - ofLeaf * leaves);
    }

    /**
     * Batches grow with leaves and columns, so that the heads of their extents stay small beside the rows, as far as the budget
     * and the bound allow.
     *
     * @return bytes of rows that a thread reads before they are partitioned
     */
    long batchBytes(TableLayout layout, int leaves) {
        long usual = memoryBudgetBytes / (32L * threads);
        long most = memoryBudgetBytes / (12L * threads);
        long wanted = ROWS_TO_HEADS * leaves * ExtentCost.headBytes(layout);
        long bytes = Math.max(usual, Math.min(most, wanted));
        return Math.max(128L << 10, Math.min(Partitioner.MOST_BATCH_BYTES, bytes));
    }

    /** @return bytes of a partition's rows that a thread sorts at once; sorting needs about as many again, twice */
    long sortBytes() {
        return mostSortBytes(memoryBudgetBytes / threads);
    }

    /** @return bytes of a partition's rows that a thread sorts at once at most, if it had a whole budget for itself */
    public static long mostSortBytes(long memoryBudgetBytes) {
        return Math.max(1L << 20, Math.min(SizeLimits.SORT_BYTES, memoryBudgetBytes / 8));
    }

    /** @return rows of a partition that a thread sorts at once; rows that take no byte are counted here only */
    long sortRows() {
        return Math.min(mostRunRows, SizeLimits.SORT_ROWS);
    }

    /** @return how a thread sorts and writes a leaf */
    LeafSettings ofLeaf() {
        return new LeafSettings(write, sortBytes(), sortRows(), spillDirectory);
    }

    /** @return bytes that a thread reads at once of a column chunk, with so many columns */
    int readBytes(int columns) {
        long share = memoryBudgetBytes / (16L * threads * Math.max(1, columns));
        return (int) Math.max(64L << 10, Math.min(4L << 20, share));
    }
}
