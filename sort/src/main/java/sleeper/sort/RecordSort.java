package sleeper.sort;

import java.util.List;
import java.util.Map;
import sleeper.core.error.CancelledException;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.error.SleeperException;
import sleeper.core.table.WrittenFile;
import sleeper.sort.fault.Interrupts;
import sleeper.sort.rows.RowAppender;

/**
 * Sorts rows that are handed over one by one, as {@link PartitionedSort} does those of files. The request's inputs are not read.
 * For one thread.
 */
public final class RecordSort implements AutoCloseable {
    private final SortRun run;
    private final RowSink.Lane lane;
    private final RowAppender rows;
    private final Runnable checkpoint;
    private long count;
    private long nextLook = 1;
    private boolean failed;

    /** @param request what to sort into; its inputs are left alone and may be empty */
    public RecordSort(SortRequest request) {
        this.run = new SortRun(request);
        this.lane = run.sink().lane();
        this.rows = new RowAppender(
                request.schema(), run.layout(), request.columns().extra());
        this.checkpoint = request.checkpoint();
    }

    /**
     * @param row values by field name, of the classes that {@link sleeper.sort.rows} names
     * @throws InvalidRequestException if the row does not fit the schema; the sort cannot go on then
     * @throws CancelledException      if the thread is interrupted, which is looked at now and then; nor can it then
     */
    public void add(Map<String, Object> row) {
        if (failed) {
            throw new IllegalStateException("a row was refused before");
        }
        failed = true;
        rows.append(row, lane.batch());
        count++;
        if (count >= nextLook || lane.batch().sizeBytes() >= lane.maxBytes()) {
            look();
        }
        failed = false;
    }

    private void look() {
        Interrupts.check();
        checkpoint.run();
        nextLook = count + lane.batch().rowsUnseen(lane.maxBytes());
        run.flush(lane, false);
    }

    /** @return rows taken */
    public long count() {
        return count;
    }

    /**
     * Sorts and writes what was added. To be called once.
     *
     * @throws SleeperException as for {@link PartitionedSort#run}
     */
    public List<WrittenFile> finish() {
        if (failed) {
            throw new IllegalStateException("a row was refused before");
        }
        run.flush(lane, true);
        return run.writeFiles();
    }

    /** Frees memory and disk. */
    @Override
    public void close() {
        lane.close();
        run.close();
    }
}
