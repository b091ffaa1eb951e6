package sleeper.sort.partition;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import sleeper.sort.column.Batch;
import sleeper.sort.column.Bytes;

/** Holds blocks, in memory up to a bound and beyond it in a spill file. Filled by many threads, then read by many. */
public final class BlockStore implements Closeable {
    private final int leaves;
    private final long memoryBytes;
    private final SpillFile spill;
    private final List<Stored> blocks = new ArrayList<>();
    private final long[] leafBytes;
    private final long[] leafRows;
    private long heldBytes;

    /** A block in memory, or its place in the spill file. */
    private record Stored(Block block, long spillPosition) {}

    /**
     * @param memoryBytes bytes of blocks that are held in memory
     * @param spill       where the others go; closed with the store
     */
    public BlockStore(int leaves, long memoryBytes, SpillFile spill) {
        this.leaves = leaves;
        this.memoryBytes = memoryBytes;
        this.spill = spill;
        this.leafBytes = new long[leaves];
        this.leafRows = new long[leaves];
    }

    /** Adds a block; the caller gives it away. @throws sleeper.core.error.RunFailedException {@code DISK_FULL} */
    public void add(Block block) throws IOException {
        boolean inMemory;
        synchronized (this) {
            inMemory = heldBytes + block.sizeBytes() <= memoryBytes;
            if (inMemory) {
                heldBytes += block.sizeBytes();
            }
        }
        Stored stored = inMemory
                ? new Stored(block, -1)
                : new Stored(block.withoutData(), spill.write(block.data(), block.sizeBytes()));
        synchronized (this) {
            blocks.add(stored);
            for (int leaf = 0; leaf < leaves; leaf++) {
                leafBytes[leaf] += block.extentBytes(leaf);
                leafRows[leaf] += block.extentRows(leaf);
            }
        }
    }

    /** @return bytes of all the leaf's extents */
    public synchronized long leafBytes(int leaf) {
        return leafBytes[leaf];
    }

    /** @return rows of all the leaf's extents */
    public synchronized long leafRows(int leaf) {
        return leafRows[leaf];
    }

    /** @return the leaf's extents, one after the other; valid after the last {@link #add} */
    public Extents extents(int leaf) {
        return new Extents(leaf);
    }

    @Override
    public void close() throws IOException {
        synchronized (this) {
            blocks.clear();
        }
        spill.close();
    }

    /** A walk over a leaf's extents. For one thread. */
    public final class Extents {
        private final int leaf;
        private int next;
        private byte[] buffer = new byte[0];

        private Extents(int leaf) {
            this.leaf = leaf;
            skipEmpty();
        }

        private void skipEmpty() {
            while (next < blocks.size() && size() == 0) {
                next++;
            }
        }

        public boolean hasNext() {
            return next < blocks.size();
        }

        /** @return bytes of the next extent */
        public int size() {
            return blocks.get(next).block().extentBytes(leaf);
        }

        /** @return rows of the next extent */
        public int rows() {
            return blocks.get(next).block().extentRows(leaf);
        }

        /** Appends the next extent's rows to a batch. */
        public void appendNext(Batch into) throws IOException {
            Stored stored = blocks.get(next);
            Block block = stored.block();
            int start = block.start(leaf);
            if (block.isInMemory()) {
                ExtentLayout.append(block.data(), start, into);
            } else {
                int size = size();
                if (buffer.length < size + Bytes.SLACK) {
                    buffer = new byte[size + size / 4 + Bytes.SLACK];
                }
                spill.read(stored.spillPosition() + start, buffer, size);
                ExtentLayout.append(buffer, 0, into);
            }
            next++;
            skipEmpty();
        }
    }
}
