package sleeper.sort.extent;

import sleeper.sort.schema.LeafColumn;
import sleeper.sort.schema.Storage;
import sleeper.sort.schema.TableLayout;

/** What extents cost besides their rows. */
public final class ExtentCost {
    private static final int INT_BYTES = 4;

    private ExtentCost() {}

    /** @return bytes that an extent of one row or more has besides its rows, in memory and on disk */
    public static int headBytes(TableLayout layout) {
        int bytes = Block.LINK_BYTES + INT_BYTES;
        for (LeafColumn column : layout.columns()) {
            bytes += ExtentLayout.columnHeadBytes(column.storage());
        }
        return bytes;
    }

    /** @return bytes of memory that partitioning takes in each thread for each leaf, whatever is partitioned */
    public static int workingBytesOfLeaf(TableLayout layout) {
        long variable = layout.columns().stream()
                .filter(column -> column.storage() == Storage.BYTES)
                .count();
        return Math.toIntExact(INT_BYTES * (Scatter.LEAF_INTS + variable));
    }

    /**
     * What rows come to on disk if they lie in no order and in the largest batches there are: each batch then has an extent of each
     * leaf, or of each of its rows.
     *
     * @param rows         rows; zero or more
     * @param decodedBytes bytes of their values
     * @param leaves       leaves that they are spread over
     * @return bytes, at most {@link Long#MAX_VALUE}
     */
    public static long spilledBytes(TableLayout layout, long rows, long decodedBytes, int leaves) {
        double batches = Math.ceil((double) decodedBytes / Partitioner.MOST_BATCH_BYTES);
        double extents = Math.min((double) rows, batches * leaves);
        return (long) ((double) decodedBytes + extents * headBytes(layout));
    }
}
