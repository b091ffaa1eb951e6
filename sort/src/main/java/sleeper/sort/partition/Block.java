package sleeper.sort.partition;

/** Rows by partition: one extent for each leaf that has any, in the order of the leaves. */
public final class Block {
    private final byte[] data;
    private final int[] starts;
    private final int[] rows;

    /**
     * @param data   the extents
     * @param starts for each leaf where its extent starts in {@code data}, and behind the last leaf where all end
     * @param rows   rows of each leaf
     */
    Block(byte[] data, int[] starts, int[] rows) {
        this.data = data;
        this.starts = starts;
        this.rows = rows;
    }

    byte[] data() {
        return data;
    }

    /** @return where the leaf's extent starts */
    int start(int leaf) {
        return starts[leaf];
    }

    /** @return bytes of the leaf's extent; 0 if it has no rows */
    int extentBytes(int leaf) {
        return starts[leaf + 1] - starts[leaf];
    }

    /** @return rows of the leaf's extent */
    int extentRows(int leaf) {
        return rows[leaf];
    }

    public int sizeBytes() {
        return starts[starts.length - 1];
    }

    /** @return the same extents, to be found elsewhere than in memory */
    Block withoutData() {
        return new Block(null, starts, rows);
    }

    boolean isInMemory() {
        return data != null;
    }
}
