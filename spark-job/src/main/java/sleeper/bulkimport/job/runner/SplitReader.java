package sleeper.bulkimport.job.runner;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Queue;
import org.apache.spark.TaskContext;
import sleeper.core.job.InputFile;
import sleeper.sort.codec.PageDecompressor;
import sleeper.sort.column.Batch;
import sleeper.sort.decode.InputReader;
import sleeper.sort.fault.InputFaults;
import sleeper.sort.input.InputSource;

/** The rows of splits, file by file and row group by row group, in the version that was pinned. For one thread. */
public final class SplitReader implements Closeable {
    private static final int MOST_READ_BYTES = 4 << 20;
    private static final int LEAST_READ_BYTES = 64 << 10;
    /** Of all columns together. */
    private static final int ALL_READ_BYTES = 64 << 20;

    private final TaskWork work;
    private final TaskContext task;
    private final int readBytes;
    private final PageDecompressor decompressor = new PageDecompressor();
    private final Iterator<InputSplit> splits;
    private final Queue<InputSplit.Piece> pieces = new ArrayDeque<>();
    private InputSplit.Piece piece;
    private InputSource source;
    private int nextGroup;
    private InputReader reader;

    /** @param task killed if Spark says so, which is looked at before each read */
    public SplitReader(TaskWork work, Iterator<InputSplit> splits, TaskContext task) {
        this.work = work;
        this.splits = splits;
        this.task = task;
        int columns = Math.max(1, work.layout().columns().size());
        this.readBytes = Math.max(LEAST_READ_BYTES, Math.min(MOST_READ_BYTES, ALL_READ_BYTES / columns));
    }

    /**
     * Appends rows to a batch, which may be all that are wanted or fewer.
     *
     * @param maxRows  rows of the batch that are enough
     * @param maxBytes bytes of the batch that are enough; the last step may exceed them
     * @return whether there may be more
     * @throws sleeper.core.error.SleeperException if a file is refused, by file, row group and column
     */
    public boolean read(Batch batch, int maxRows, long maxBytes) {
        task.killTaskIfInterrupted();
        while (reader == null) {
            if (!openNext()) {
                return false;
            }
        }
        if (!reader.read(batch, maxRows, maxBytes)) {
            reader = null;
        }
        return true;
    }

    /** @return whether a row group was opened, or another file may have one */
    private boolean openNext() {
        if (source != null && nextGroup < piece.to()) {
            reader = source.reader(nextGroup++, decompressor, readBytes);
            return true;
        }
        closeSource();
        while (pieces.isEmpty()) {
            if (!splits.hasNext()) {
                return false;
            }
            pieces.addAll(splits.next().pieces());
        }
        piece = pieces.remove();
        InputFile file = input();
        source = InputSource.open(work.store(), file, work.layout(), work.columns());
        nextGroup = piece.from();
        return true;
    }

    private InputFile input() {
        return work.plan().inputs().get(piece.input());
    }

    private void closeSource() {
        if (source != null) {
            InputSource closing = source;
            source = null;
            try {
                closing.close();
            } catch (IOException e) {
                throw InputFaults.explain(input().path(), input().path().toString(), e);
            }
        }
    }

    @Override
    public void close() {
        reader = null;
        try {
            closeSource();
        } finally {
            decompressor.close();
        }
    }
}
