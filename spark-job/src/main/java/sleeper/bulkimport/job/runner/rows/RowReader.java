package sleeper.bulkimport.job.runner.rows;

import java.io.Closeable;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.TaskContext;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.TaskCompletionListener;
import sleeper.bulkimport.job.runner.InputSplit;
import sleeper.bulkimport.job.runner.SplitReader;
import sleeper.bulkimport.job.runner.TaskWork;
import sleeper.sort.column.Batch;
import sleeper.sort.partition.LeafFinder;

/** The rows of splits as {@link RowForm} has them, each with its leaf. For one thread. */
public final class RowReader implements Iterator<Object[]>, Closeable {
    private static final int BATCH_ROWS = 4096;
    private static final long BATCH_BYTES = 8 << 20;

    private final SplitReader splits;
    private final LongAccumulator rowsRead;
    private final LeafFinder leaves;
    private final Batch batch;
    private int[] leafOf = new int[BATCH_ROWS];
    private int row;
    private boolean more = true;

    private RowReader(TaskWork work, Iterator<InputSplit> splits, LongAccumulator rowsRead, TaskContext task) {
        this.splits = new SplitReader(work, splits, task);
        this.rowsRead = rowsRead;
        this.leaves = LeafFinder.of(work.plan().partitions());
        this.batch = work.layout().newBatch();
    }

    /** @return a reader that is closed with the task */
    public static RowReader open(
            TaskWork work, Iterator<InputSplit> splits, LongAccumulator rowsRead, TaskContext task) {
        RowReader reader = new RowReader(work, splits, rowsRead, task);
        task.addTaskCompletionListener((TaskCompletionListener) ended -> reader.close());
        return reader;
    }

    @Override
    public boolean hasNext() {
        while (row == batch.rows() && more) {
            batch.clear();
            row = 0;
            more = splits.read(batch, BATCH_ROWS, BATCH_BYTES);
            if (leafOf.length < batch.rows()) {
                leafOf = new int[batch.rows()];
            }
            leaves.find(batch, leafOf);
            rowsRead.add(batch.rows());
        }
        return row < batch.rows();
    }

    @Override
    public Object[] next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        Object[] values = RowForm.of(leafOf[row], batch, row);
        row++;
        return values;
    }

    @Override
    public void close() {
        splits.close();
    }
}
