package sleeper.sort;

import java.io.IOException;
import java.util.List;
import sleeper.core.error.DiskSpace;
import sleeper.core.error.Fault;
import sleeper.core.error.SleeperException;
import sleeper.core.error.TransientFailureException;
import sleeper.core.table.WrittenFile;
import sleeper.core.util.FailureWords;
import sleeper.sort.fault.Interrupts;
import sleeper.sort.memory.FixedMemory;
import sleeper.sort.memory.MemoryPool;
import sleeper.sort.schema.TableLayout;
import sleeper.sort.spill.BlockStore;
import sleeper.sort.spill.SpillFile;

/** What one sort holds from its first row to its last file. */
final class SortRun implements AutoCloseable {
    private final SortRequest request;
    private final TableLayout layout;
    private final ProgressReport progress;
    private final MemoryPool sortMemory;
    private final BlockStore store;
    private final RowSink sink;

    /** Memory is the request's budget alone. */
    SortRun(SortRequest request) {
        this(request, new FixedMemory(blockBytes(request)), sortMemory(request.settings()));
    }

    /**
     * @param blocks lends what blocks take between reading and sorting
     * @param leaves lends what leaves take while they are sorted
     */
    SortRun(SortRequest request, MemoryPool blocks, MemoryPool leaves) {
        this.request = request;
        this.sortMemory = leaves;
        this.layout = new TableLayout(request.schema());
        this.progress = new ProgressReport(request.progress(), request.inputRows());
        SortSettings settings = request.settings();
        int leafCount = request.partitions().leaves().size();
        this.store = new BlockStore(leafCount, blocks, new SpillFile(settings.spillDirectory()));
        this.sink = new RowSink(layout, request.partitions(), store, settings, progress);
    }

    private static long blockBytes(SortRequest request) {
        return request.settings()
                .blockBytes(
                        new TableLayout(request.schema()),
                        request.partitions().leaves().size());
    }

    /** As much as the threads ask for, since the settings bound what each sorts at once. */
    private static MemoryPool sortMemory(SortSettings settings) {
        return new FixedMemory(settings.threads() * settings.ofLeaf().mostLeasedBytes());
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
            Fault fault = Fault.of(DiskSpace.codeOf(thrown), "the sort's files", FailureWords.of(thrown), "");
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
    List<WrittenFile> writeFiles() {
        return guarded(() -> SortedOutput.write(request, layout, store, sortMemory, progress));
    }

    @Override
    public void close() {
        guarded(() -> {
            store.close();
            return null;
        });
    }
}
