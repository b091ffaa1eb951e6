package sleeper.sort;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import sleeper.core.partition.Partition;
import sleeper.core.table.DataFile;
import sleeper.sort.column.Batch;
import sleeper.sort.encode.EncodeTools;
import sleeper.sort.order.RowSorter;
import sleeper.sort.partition.BlockStore;
import sleeper.sort.schema.TableLayout;

/** Second half of a sort: each partition's rows are brought together, sorted and written. */
final class OutputPhase {
    private final SortRequest request;
    private final TableLayout layout;
    private final BlockStore store;
    private final Workers workers;
    private final ProgressReport progress;
    private final List<Partition> leaves;
    private final AtomicInteger nextLeaf = new AtomicInteger();
    private final TreeMap<Integer, List<DataFile>> written = new TreeMap<>();
    private final List<String> begun = new ArrayList<>();

    OutputPhase(SortRequest request, TableLayout layout, BlockStore store, Workers workers, ProgressReport progress) {
        this.request = request;
        this.layout = layout;
        this.store = store;
        this.workers = workers;
        this.progress = progress;
        this.leaves = request.partitions().leaves();
    }

    /** @return the files, in the order of the leaves */
    List<DataFile> run() throws Exception {
        workers.run(this::work);
        return written.values().stream().flatMap(List::stream).toList();
    }

    private void work() throws IOException {
        try (EncodeTools tools = new EncodeTools(request.settings().write())) {
            RowSorter sorter = new RowSorter(layout.keyCount());
            Batch batch = layout.newBatch();
            for (int leaf = nextLeaf.getAndIncrement(); leaf < leaves.size(); leaf = nextLeaf.getAndIncrement()) {
                workers.check();
                request.checkpoint().run();
                if (store.leafBytes(leaf) > 0) {
                    write(leaf, batch, sorter, tools);
                }
            }
        }
    }

    private void write(int leaf, Batch batch, RowSorter sorter, EncodeTools tools) throws IOException {
        LeafFiles files = new LeafFiles(request, layout, leaves.get(leaf), tools);
        try (files) {
            SortSettings settings = request.settings();
            if (store.leafBytes(leaf) > settings.sortBytes() || store.leafRows(leaf) > settings.sortRows()) {
                new ExternalSort(request, layout, store, leaf, sorter, files, workers).run(batch);
            } else {
                batch.clear();
                BlockStore.Extents extents = store.extents(leaf);
                while (extents.hasNext()) {
                    extents.appendNext(batch);
                }
                files.append(batch, sorter.sort(batch));
            }
            files.finish();
            synchronized (written) {
                written.put(leaf, files.finished());
            }
        } finally {
            synchronized (begun) {
                begun.addAll(files.begun());
            }
        }
        progress.wrote(files.finished().stream().mapToLong(DataFile::rowCount).sum());
    }

    /** @return paths of all files that were begun and may be taken back, whether or not they were committed; complete when {@link #run} has ended */
    List<String> begun() {
        synchronized (begun) {
            return List.copyOf(begun);
        }
    }
}
