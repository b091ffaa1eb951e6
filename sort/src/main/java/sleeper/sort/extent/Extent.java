package sleeper.sort.extent;

import sleeper.sort.column.Batch;

/**
 * Rows of one leaf as columns in one stretch of bytes, unsorted. A view: it is valid as long as the bytes behind it are not used
 * for something else, which the giver of an extent says. Safe for many threads until then.
 */
public final class Extent {
    private final int leaf;
    private final byte[] data;
    private final int start;
    private final int sizeBytes;

    /**
     * @param leaf      position of the leaf in {@link sleeper.core.partition.PartitionTree#leaves()}
     * @param data      holds the extent, laid out as {@link ExtentLayout} has it
     * @param start     where it starts
     * @param sizeBytes bytes of it
     */
    public Extent(int leaf, byte[] data, int start, int sizeBytes) {
        this.leaf = leaf;
        this.data = data;
        this.start = start;
        this.sizeBytes = sizeBytes;
    }

    /** @return position of the leaf in {@link sleeper.core.partition.PartitionTree#leaves()} */
    public int leaf() {
        return leaf;
    }

    /** @return rows; one or more */
    public int rows() {
        return ExtentLayout.rows(data, start);
    }

    /** @return bytes of the rows and their head */
    public int sizeBytes() {
        return sizeBytes;
    }

    /** Appends copies of the rows to a batch of the layout that the extent was made for. */
    public void appendTo(Batch batch) {
        ExtentLayout.append(data, start, batch);
    }

    byte[] data() {
        return data;
    }

    int start() {
        return start;
    }
}
