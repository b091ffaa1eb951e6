package sleeper.sort.extent;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.partition.PartitionTree;
import sleeper.sort.column.Batch;
import sleeper.sort.column.SizeLimits;
import sleeper.sort.partition.LeafFinder;
import sleeper.sort.schema.TableLayout;

/**
 * Turns batches of rows into extents by leaf. Rows are appended to {@link #batch()} until {@link #isFull()}, then taken. For one
 * thread.
 *
 * <p>Bound: it holds one batch, of {@link #maxBytes()} and the last step that was read, and while rows are taken as much again.
 */
public final class Partitioner {
    /** Most bytes of an extent that is given to a sink, unless a single row has more. */
    public static final int MOST_EXTENT_BYTES = 32 << 20;

    /** Most bytes that a batch is asked to have; the last step that was read may exceed it. */
    public static final long MOST_BATCH_BYTES = 32L << 20;

    private static final int MOST_BATCH_ROWS = 1 << 20;

    private final LeafFinder leaves;
    private final Batch batch;
    private final Scatter scatter;
    private final ExtentCut cut;
    private final int maxRows;
    private final long maxBytes;
    private int[] leafOf = new int[0];

    /** Receives extents; each is valid until the sink returns. */
    @FunctionalInterface
    public interface Sink {
        void accept(Extent extent) throws IOException;
    }

    /**
     * @param maxRows  rows that make a batch full, if fewer than a million or so
     * @param maxBytes bytes that make a batch full
     */
    public Partitioner(TableLayout layout, PartitionTree tree, long maxRows, long maxBytes) {
        this(layout, LeafFinder.of(tree), tree.leaves().size(), maxRows, maxBytes);
    }

    /** As the other, with a finder that several threads share. */
    public Partitioner(TableLayout layout, LeafFinder leaves, int leafCount, long maxRows, long maxBytes) {
        this.leaves = leaves;
        this.batch = layout.newBatch();
        this.scatter = new Scatter(leafCount, layout.columns().size());
        this.cut = new ExtentCut(layout);
        this.maxRows = (int) Math.min(MOST_BATCH_ROWS, maxRows);
        this.maxBytes = maxBytes;
    }

    /** @return where the next rows are to be appended */
    public Batch batch() {
        return batch;
    }

    /** @return rows that make the batch full */
    public int maxRows() {
        return maxRows;
    }

    /** @return bytes that make the batch full */
    public long maxBytes() {
        return maxBytes;
    }

    public boolean isFull() {
        return batch.rows() >= maxRows || batch.sizeBytes() >= maxBytes;
    }

    /**
     * Takes the batch's rows, of which there must be some, and leaves the batch empty.
     *
     * @throws InvalidRequestException {@code LIMIT_EXCEEDED} if a row is too large for any block
     */
    public Block take() {
        BlockLimit.check(batch, SizeLimits.BLOCK_BYTES);
        int count = batch.rows();
        if (leafOf.length < count) {
            leafOf = new int[count];
        }
        leaves.find(batch, leafOf);
        Block block = scatter.scatter(batch, leafOf);
        batch.clear();
        return block;
    }

    /**
     * Takes the batch's rows, if there are any, as extents of at most {@link #MOST_EXTENT_BYTES} or one row.
     *
     * @throws InvalidRequestException as {@link #take}
     */
    public void takeExtents(Sink sink) throws IOException {
        if (batch.rows() == 0) {
            return;
        }
        Block block = take();
        for (int i = 0; i < block.extents(); i++) {
            for (Extent extent : pieces(block.extent(i))) {
                sink.accept(extent);
            }
        }
    }

    /**
     * As the other, for a host that asks for extents one by one.
     *
     * @return the extents, whose bytes nobody writes to any more
     */
    public List<Extent> takeExtents() {
        if (batch.rows() == 0) {
            return List.of();
        }
        Block block = take();
        List<Extent> extents = new ArrayList<>(block.extents());
        for (int i = 0; i < block.extents(); i++) {
            extents.addAll(pieces(block.extent(i)));
        }
        return extents;
    }

    private List<Extent> pieces(Extent extent) {
        return extent.sizeBytes() <= MOST_EXTENT_BYTES ? List.of(extent) : cut.cut(extent, MOST_EXTENT_BYTES);
    }

    /** Forgets the rows that were not taken. */
    public void clear() {
        batch.clear();
    }
}
