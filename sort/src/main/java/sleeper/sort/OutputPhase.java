package sleeper.sort;

import java.io.IOException;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import sleeper.core.partition.Partition;
import sleeper.core.table.WrittenFile;
import sleeper.sort.memory.MemoryPool;
import sleeper.sort.output.LeafOutput;
import sleeper.sort.output.LeafOutputs;
import sleeper.sort.output.OutputTarget;
import sleeper.sort.schema.TableLayout;
import sleeper.sort.spill.BlockStore;

/** Second half of a sort: each partition's rows are brought together, sorted and written. */
final class OutputPhase {
    private final SortRequest request;
    private final TableLayout layout;
    private final BlockStore store;
    private final MemoryPool memory;
    private final Workers workers;
    private final ProgressReport progress;
    private final List<Partition> leaves;
    private final AtomicInteger nextLeaf = new AtomicInteger();
    private final TreeMap<Integer, List<WrittenFile>> written = new TreeMap<>();

    /** @param memory lends what leaves take while they are sorted */
    OutputPhase(
            SortRequest request,
            TableLayout layout,
            BlockStore store,
            MemoryPool memory,
            Workers workers,
            ProgressReport progress) {
        this.memory = memory;
        this.request = request;
        this.layout = layout;
        this.store = store;
        this.workers = workers;
        this.progress = progress;
        this.leaves = request.partitions().leaves();
    }

    /** @return the files, in the order of the leaves */
    List<WrittenFile> run() throws Exception {
        workers.run(this::work);
        return written.values().stream().flatMap(List::stream).toList();
    }

    private void work() throws IOException {
        OutputTarget target =
                new OutputTarget(layout, request.store(), request.location(), request.attempt(), request.runId());
        try (LeafOutputs outputs = new LeafOutputs(target, request.settings().ofLeaf(), memory, this::check)) {
            for (int leaf = nextLeaf.getAndIncrement(); leaf < leaves.size(); leaf = nextLeaf.getAndIncrement()) {
                check();
                if (store.leafBytes(leaf) > 0) {
                    write(leaf, outputs);
                }
            }
        }
    }

    private void check() {
        workers.check();
        request.checkpoint().run();
    }

    private void write(int leaf, LeafOutputs outputs) throws IOException {
        List<WrittenFile> files;
        try (LeafOutput output = outputs.begin(leaves.get(leaf), store.leafBytes(leaf), store.leafRows(leaf))) {
            BlockStore.Extents extents = store.extents(leaf);
            while (extents.hasNext()) {
                output.add(extents.next());
            }
            files = output.finish();
            synchronized (written) {
                written.put(leaf, files);
            }
        }
        progress.wrote(
                files.stream().mapToLong(written -> written.file().rowCount()).sum());
    }

    /** @return names of all files that are in the table; complete when {@link #run} has ended */
    List<String> written() {
        synchronized (written) {
            return written.values().stream()
                    .flatMap(List::stream)
                    .map(file -> file.file().path())
                    .toList();
        }
    }
}
