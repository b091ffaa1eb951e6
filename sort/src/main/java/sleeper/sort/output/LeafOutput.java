package sleeper.sort.output;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import sleeper.core.error.RunFailedException;
import sleeper.core.partition.Partition;
import sleeper.core.table.WrittenFile;
import sleeper.sort.column.Batch;
import sleeper.sort.extent.Extent;
import sleeper.sort.memory.MemoryHolder;
import sleeper.sort.memory.MemoryLease;
import sleeper.sort.schema.TableLayout;
import sleeper.sort.spill.SortedRun;
import sleeper.sort.spill.SpillFile;

/**
 * Takes the extents of one leaf, from wherever they come and in any order, and gives the leaf's files. What memory does not hold is
 * sorted in runs, which go to disk and are merged into the files. For one thread.
 *
 * <p>Invariant: each row that was taken is either in the batch or in one run on disk. Nothing is in the table before {@link #finish}
 * begins, nor after {@link #close} if that has not ended well.
 *
 * <p>Memory: the rows and what sorting them takes are leased as they come. Refused, it goes on with what it has, which is
 * {@link LeafSettings#LEAST_SORT_BYTES} of rows or one extent at least, and a piece of each run while they are merged. Called back
 * by its own thread it gives up its rows at once; by another, at the next extent.
 *
 * <p>Cost: rows are copied once into the batch, sorted as references and encoded from it; a row of a run is written and read once
 * more.
 */
public final class LeafOutput implements Closeable, MemoryHolder {
    private static final long LEAST_PIECE_BYTES = 16 << 10;
    private static final long MOST_PIECE_BYTES = 1 << 20;

    private final LeafSettings settings;
    private final TableLayout layout;
    private final LeafOutputs shared;
    private final Batch batch;
    private final LeafFiles files;
    private final SpillFile spill;
    private final long pieceBytes;
    private final List<SortedRun> runs = new ArrayList<>();
    private final MemoryLease lease;
    private final Thread owner = Thread.currentThread();
    private long collectedBytes;
    private boolean busy;
    private boolean finished;
    private volatile boolean wanted;

    LeafOutput(LeafOutputs shared, Partition leaf, int firstFile, long expectedBytes, long expectedRows) {
        this.shared = shared;
        this.settings = shared.settings();
        this.layout = shared.target().layout();
        this.batch = shared.batch();
        this.files = new LeafFiles(shared.target(), leaf, firstFile, settings.write(), shared.tools());
        this.spill = new SpillFile(settings.spillDirectory(), shared.spills());
        long expectedRuns = Math.max(expectedBytes / settings.sortBytes(), expectedRows / settings.sortRows()) + 1;
        this.pieceBytes =
                Math.max(LEAST_PIECE_BYTES, Math.min(MOST_PIECE_BYTES, settings.sortBytes() / (2 * expectedRuns)));
        this.lease = shared.memory().lease(this);
    }

    /**
     * Takes copies of the extent's rows.
     *
     * @throws RunFailedException {@code DISK_FULL}
     */
    public void add(Extent extent) throws IOException {
        makeRoom(extent);
        busy = true;
        extent.appendTo(batch);
        collectedBytes += extent.sizeBytes();
        busy = false;
    }

    private void makeRoom(Extent extent) throws IOException {
        if (!fits(extent) || (wanted && isWorthARun())) {
            writeRun();
        }
        long bytes = LeafSettings.LEASED_FOR_BYTE * extent.sizeBytes();
        if (!lease.acquireWhole(bytes) && isWorthARun()) {
            writeRun();
            lease.acquireWhole(bytes);
        }
    }

    private boolean fits(Extent extent) {
        return collectedBytes + extent.sizeBytes() <= settings.sortBytes()
                && batch.rows() + extent.rows() <= settings.sortRows();
    }

    private boolean isWorthARun() {
        return collectedBytes >= LeafSettings.LEAST_SORT_BYTES;
    }

    private void writeRun() throws IOException {
        if (batch.rows() > 0) {
            shared.checkpoint().run();
            busy = true;
            runs.add(SortedRun.write(layout, batch, shared.sorter().sort(batch), pieceBytes, spill));
            batch.clear();
            collectedBytes = 0;
            busy = false;
        }
        wanted = false;
        lease.release(lease.heldBytes());
    }

    @Override
    public long giveBack(long bytes) throws IOException {
        if (Thread.currentThread() != owner) {
            wanted = true;
            return 0;
        }
        if (busy || !isWorthARun()) {
            return 0;
        }
        long held = lease.heldBytes();
        writeRun();
        return held;
    }

    /**
     * Sorts and writes what was added. To be called once.
     *
     * @return the leaf's files, durable, in the order of their rows; none if no row was added
     * @throws RunFailedException {@code DISK_FULL}
     */
    public List<WrittenFile> finish() throws IOException {
        if (runs.isEmpty()) {
            busy = true;
            files.append(batch, shared.sorter().sort(batch));
        } else {
            writeRun();
            merge();
        }
        files.finish();
        finished = true;
        return files.finished();
    }

    private void merge() throws IOException {
        lease.acquire(runs.stream().mapToLong(SortedRun::largestPieceBytes).sum() + settings.mergeBytes());
        busy = true;
        RunMerge merge = new RunMerge(layout.keyCount(), runs);
        int[] order = new int[0];
        while (merge.hasNext()) {
            shared.checkpoint().run();
            batch.clear();
            merge.next(batch, settings.mergeBytes());
            if (order.length < batch.rows()) {
                order = IntStream.range(0, batch.rows()).toArray();
            }
            files.append(batch, order);
        }
    }

    /** Frees memory and disk, and takes back what was written unless {@link #finish} ended well. */
    @Override
    public void close() throws IOException {
        lease.close();
        batch.clear();
        try (spill;
                files) {
            if (!finished) {
                files.takeBack();
            }
        }
    }
}
