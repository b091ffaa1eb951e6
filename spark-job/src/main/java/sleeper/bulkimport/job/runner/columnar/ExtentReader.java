package sleeper.bulkimport.job.runner.columnar;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.apache.spark.TaskContext;
import org.apache.spark.util.LongAccumulator;
import scala.Tuple2;
import sleeper.bulkimport.job.runner.InputSplit;
import sleeper.bulkimport.job.runner.SplitReader;
import sleeper.bulkimport.job.runner.TaskMemory;
import sleeper.bulkimport.job.runner.TaskWork;
import sleeper.sort.extent.Extent;
import sleeper.sort.extent.Partitioner;
import sleeper.sort.memory.MemoryHolder;
import sleeper.sort.memory.MemoryLease;

/**
 * The rows of splits as extents by bucket, a batch at a time. For one thread.
 *
 * <p>Bound: it holds one batch and the extents of the one before, for which it leases {@value #BATCHES} times a batch's bytes
 * before it reads. Its batches are smaller where less is granted, and where so much would be more than half of what Spark grants
 * each task whatever the others hold: the shuffle that it reads for needs memory too. The least is {@value #LEAST_BATCH_BYTES} bytes.
 */
final class ExtentReader implements Iterator<Tuple2<Integer, Extent>>, Closeable {
    private static final int BATCHES = 3;
    private static final int LEAST_BATCH_BYTES = 1 << 20;
    private static final int MOST_BATCH_ROWS = 1 << 20;

    private final SplitReader rows;
    private final LongAccumulator rowsRead;
    private final MemoryLease lease;
    private final Partitioner partitioner;
    private final Queue<Extent> ready = new ArrayDeque<>();
    private boolean more = true;

    ExtentReader(
            TaskWork work, Buckets buckets, Iterator<InputSplit> splits, LongAccumulator rowsRead, TaskContext task) {
        this.rowsRead = rowsRead;
        TaskMemory memory = TaskMemory.of(task);
        this.lease = memory.lease(MemoryHolder.FIRM);
        this.rows = new SplitReader(work, splits, task);
        this.partitioner = new Partitioner(
                work.layout(),
                buckets.finder(work.plan().schema(), work.plan().partitions()),
                buckets.count(),
                MOST_BATCH_ROWS,
                batchBytes(memory.sureBytes() / 2));
    }

    private long batchBytes(long mostLeased) {
        try {
            long wanted = Math.min(BATCHES * Partitioner.MOST_BATCH_BYTES, mostLeased);
            return Math.max(LEAST_BATCH_BYTES, lease.acquire(wanted) / BATCHES);
        } catch (IOException e) {
            return LEAST_BATCH_BYTES;
        }
    }

    @Override
    public boolean hasNext() {
        while (ready.isEmpty() && more) {
            more = rows.read(partitioner.batch(), partitioner.maxRows(), partitioner.maxBytes());
            if (partitioner.isFull() || !more) {
                rowsRead.add(partitioner.batch().rows());
                ready.addAll(partitioner.takeExtents());
            }
        }
        return !ready.isEmpty();
    }

    @Override
    public Tuple2<Integer, Extent> next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        Extent extent = ready.remove();
        return new Tuple2<>(extent.leaf(), extent);
    }

    @Override
    public void close() {
        ready.clear();
        partitioner.clear();
        rows.close();
        lease.close();
    }
}
