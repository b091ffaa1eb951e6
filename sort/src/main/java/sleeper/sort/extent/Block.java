package sleeper.sort.extent;

/**
 * Rows by leaf: an extent for each leaf that has any, in the order of the leaves. In front of each extent are {@link #LINK_BYTES}
 * that belong to whoever stores the block. Leaves without rows cost nothing.
 */
public final class Block {
    /** Bytes in front of each extent that a store may use to find the leaf's other extents. */
    public static final int LINK_BYTES = 12;

    private final byte[] data;
    private final int[] leaves;
    private final int[] starts;
    private final int[] rows;

    /**
     * @param data   links and extents
     * @param leaves the leaves that have rows, ascending
     * @param starts for each of them where its link starts in {@code data}, and behind the last one where all end
     * @param rows   rows of each of them
     */
    Block(byte[] data, int[] leaves, int[] starts, int[] rows) {
        this.data = data;
        this.leaves = leaves;
        this.starts = starts;
        this.rows = rows;
    }

    /** @return a block with a copy of one extent */
    public static Block of(Extent extent) {
        byte[] data = new byte[Math.addExact(LINK_BYTES, extent.sizeBytes())];
        System.arraycopy(extent.data(), extent.start(), data, LINK_BYTES, extent.sizeBytes());
        return new Block(data, new int[] {extent.leaf()}, new int[] {0, data.length}, new int[] {extent.rows()});
    }

    /** @return the bytes, {@link #sizeBytes()} of them or more; the store writes links into them */
    public byte[] data() {
        return data;
    }

    /** @return number of extents */
    public int extents() {
        return leaves.length;
    }

    /** @return leaf of the extent at the index */
    public int leaf(int index) {
        return leaves[index];
    }

    /** @return where the link of the extent starts */
    public int linkStart(int index) {
        return starts[index];
    }

    /** @return bytes of the extent, without its link */
    public int extentBytes(int index) {
        return starts[index + 1] - starts[index] - LINK_BYTES;
    }

    /** @return rows of the extent */
    public int extentRows(int index) {
        return rows[index];
    }

    /** @return a view on the extent; valid as long as the block's bytes are not changed */
    public Extent extent(int index) {
        return new Extent(leaves[index], data, starts[index] + LINK_BYTES, extentBytes(index));
    }

    /** @return bytes of links and extents */
    public int sizeBytes() {
        return starts[starts.length - 1];
    }
}
