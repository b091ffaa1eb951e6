package sleeper.sort;

import java.io.IOException;
import java.util.List;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.SleeperException;
import sleeper.core.error.TransientFailureException;
import sleeper.core.table.DataFile;
import sleeper.sort.partition.BlockStore;
import sleeper.sort.partition.LeafFinder;
import sleeper.sort.partition.SpillFile;
import sleeper.sort.schema.TableLayout;

/** What one sort holds from its first row to its last file. */
final class SortRun implements AutoCloseable {
    private final SortRequest request;
    private final TableLayout layout;
    private final ProgressReport progress;
    private final BlockStore store;
    private final RowSink sink;

    SortRun(SortRequest request) {
        this.request = request;
        this.layout = new TableLayout(request.schema());
        this.progress = new ProgressReport(request.progress(), request.inputRows());
        int leafCount = request.partitions().leaves().size();
        SortSettings settings = request.settings();
        this.store = new BlockStore(leafCount, settings.blockBytes(), new SpillFile(settings.spillDirectory()));
        this.sink = new RowSink(layout, LeafFinder.of(request.partitions()), leafCount, store, settings, progress);
    }

    /** Work that may fail in any way. */
    private interface Work<T> {
        T run() throws Exception;
    }

    private static <T> T guarded(Work<T> work) {
        try {
            return work.run();
        } catch (Exception e) {
            throw Interrupts.haveCaused(e) ? Interrupts.cancelled(e) : explained(e);
        }
    }

    private static RuntimeException explained(Exception thrown) {
        if (thrown instanceof RuntimeException already) {
            return already;
        }
        if (thrown instanceof IOException) {
            Fault fault = Fault.of(ErrorCode.UNAVAILABLE, "the sort's files", thrown.toString(), "");
            return new TransientFailureException("The sort stopped.", List.of(fault), thrown);
        }
        return new IllegalStateException(thrown);
    }

    TableLayout layout() {
        return layout;
    }

    RowSink sink() {
        return sink;
    }

    void readInputs() {
        guarded(() -> {
            new InputPhase(request, sink, new Workers(request.settings().threads())).run();
            return null;
        });
    }

    /** Stores what a lane has collected, if that is enough for a batch or if it is the last. */
    void flush(RowSink.Lane lane, boolean last) {
        guarded(() -> {
            if (last) {
                lane.finish();
            } else {
                lane.flushIfFull();
            }
            return null;
        });
    }

    /** @throws SleeperException if writing fails; files written by then are removed */
    List<DataFile> writeFiles() {
        return guarded(() -> SortedOutput.write(request, layout, store, progress));
    }

    @Override
    public void close() {
        guarded(() -> {
            store.close();
            return null;
        });
    }
}
