package sleeper.sort.spill;

import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import sleeper.core.error.RunFailedException;
import sleeper.sort.column.Bytes;
import sleeper.sort.extent.Block;
import sleeper.sort.extent.Extent;
import sleeper.sort.extent.ExtentSource;
import sleeper.sort.memory.MemoryHolder;
import sleeper.sort.memory.MemoryLease;
import sleeper.sort.memory.MemoryPool;

/**
 * Holds blocks, in memory as far as it is granted and beyond it in a spill file. Filled by many threads, then read by many; may be
 * called back at any time.
 *
 * <p>Invariant: each block has a place in the spill file from the start, written or not, and the link in front of each extent
 * names the place and size of the leaf's extent before it. So a leaf's extents are a chain, of which only the last one is known in
 * memory; a block that was spilled leaves nothing there. The bytes of a block are let go only after they are in the file.
 *
 * <p>Cost: {@value #LEAF_BYTES} bytes of memory a leaf, once; {@link Block#LINK_BYTES} on disk an extent. Reading a leaf touches its
 * own extents only, each with one read.
 */
public final class BlockStore implements Closeable, MemoryHolder {
    /** Bytes of memory that each leaf takes, whatever is stored. */
    public static final int LEAF_BYTES = 28;

    private static final long NONE = -1;

    private final SpillFile spill;
    private final MemoryLease lease;
    private final TreeMap<Long, Held> held = new TreeMap<>();
    private final long[] lastPlace;
    private final int[] lastBytes;
    private final long[] leafBytes;
    private final long[] leafRows;

    /** A block's bytes in memory. */
    private static final class Held {
        private final byte[] data;
        private final int size;
        private boolean leaving;

        Held(byte[] data, int size) {
            this.data = data;
            this.size = size;
        }
    }

    /**
     * @param memory lends the bytes of blocks that are held in memory
     * @param spill  where the others go; closed with the store
     */
    public BlockStore(int leaves, MemoryPool memory, SpillFile spill) {
        this.spill = spill;
        this.lastPlace = new long[leaves];
        this.lastBytes = new int[leaves];
        this.leafBytes = new long[leaves];
        this.leafRows = new long[leaves];
        Arrays.fill(lastPlace, NONE);
        this.lease = memory.lease(this);
    }

    /**
     * Adds a block; the caller gives it away.
     *
     * @throws RunFailedException {@code DISK_FULL}
     */
    public void add(Block block) throws IOException {
        int size = block.sizeBytes();
        boolean inMemory = lease.acquireWhole(size);
        long place = spill.reserve(size);
        synchronized (this) {
            link(block, place);
            if (inMemory) {
                held.put(place, new Held(block.data(), size));
            }
        }
        if (!inMemory) {
            spill.write(place, block.data(), size);
        }
    }

    /**
     * Adds a copy of an extent, as one that another process sent.
     *
     * @throws IllegalArgumentException if its leaf is none of the store's
     * @throws RunFailedException       {@code DISK_FULL}
     */
    public void add(Extent extent) throws IOException {
        if (extent.leaf() >= lastPlace.length) {
            throw new IllegalArgumentException(
                    "an extent of leaf " + extent.leaf() + ", and the last leaf is " + (lastPlace.length - 1));
        }
        add(Block.of(extent));
    }

    private void link(Block block, long place) {
        byte[] data = block.data();
        for (int i = 0; i < block.extents(); i++) {
            int leaf = block.leaf(i);
            int start = block.linkStart(i);
            Bytes.putLong(data, start, lastPlace[leaf]);
            Bytes.putInt(data, start + 8, lastBytes[leaf]);
            lastPlace[leaf] = place + start;
            lastBytes[leaf] = block.extentBytes(i);
            leafBytes[leaf] += block.extentBytes(i);
            leafRows[leaf] += block.extentRows(i);
        }
    }

    @Override
    public long giveBack(long bytes) throws IOException {
        long freed = 0;
        while (freed < bytes) {
            Map.Entry<Long, Held> leaving = beginLeaving();
            if (leaving == null) {
                break;
            }
            int size = leaving.getValue().size;
            boolean written = false;
            try {
                spill.write(leaving.getKey(), leaving.getValue().data, size);
                written = true;
            } finally {
                endLeaving(leaving, written);
            }
            lease.release(size);
            freed += size;
        }
        return freed;
    }

    private synchronized Map.Entry<Long, Held> beginLeaving() {
        for (Map.Entry<Long, Held> entry : held.entrySet()) {
            if (!entry.getValue().leaving) {
                entry.getValue().leaving = true;
                return Map.entry(entry.getKey(), entry.getValue());
            }
        }
        return null;
    }

    private synchronized void endLeaving(Map.Entry<Long, Held> block, boolean written) {
        if (written) {
            held.remove(block.getKey());
        } else {
            block.getValue().leaving = false;
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

    /** @return the leaf's extents, the last added first; valid after the last {@link #add} */
    public Extents extents(int leaf) {
        return new Extents(leaf);
    }

    private synchronized Map.Entry<Long, Held> heldAt(long place) {
        Map.Entry<Long, Held> block = held.floorEntry(place);
        return block != null && place - block.getKey() < block.getValue().size ? block : null;
    }

    @Override
    public void close() throws IOException {
        lease.close();
        synchronized (this) {
            held.clear();
        }
        spill.close();
    }

    /** A walk over a leaf's extents. For one thread. */
    public final class Extents implements ExtentSource {
        private final int leaf;
        private long place;
        private int size;
        private byte[] buffer = new byte[0];

        private Extents(int leaf) {
            this.leaf = leaf;
            synchronized (BlockStore.this) {
                place = lastPlace[leaf];
                size = lastBytes[leaf];
            }
        }

        @Override
        public boolean hasNext() {
            return place != NONE;
        }

        /** @return the next extent, valid until the one after it is asked for */
        @Override
        public Extent next() throws IOException {
            if (!hasNext()) {
                throw new NoSuchElementException("leaf " + leaf + " has no more extents");
            }
            Map.Entry<Long, Held> inMemory = heldAt(place);
            if (inMemory != null) {
                return take(inMemory.getValue().data, (int) (place - inMemory.getKey()));
            }
            int whole = Block.LINK_BYTES + size;
            if (buffer.length < whole) {
                buffer = new byte[(int) Math.min(Integer.MAX_VALUE - 16, whole + whole / 4L)];
            }
            spill.read(place, buffer, whole);
            return take(buffer, 0);
        }

        private Extent take(byte[] data, int link) {
            Extent extent = new Extent(leaf, data, link + Block.LINK_BYTES, size);
            place = Bytes.getLong(data, link);
            size = Bytes.getInt(data, link + 8);
            return extent;
        }
    }
}
