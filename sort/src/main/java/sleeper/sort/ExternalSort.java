package sleeper.sort;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import sleeper.sort.column.Batch;
import sleeper.sort.order.RowSorter;
import sleeper.sort.partition.BlockStore;
import sleeper.sort.partition.SortedRun;
import sleeper.sort.partition.SpillFile;
import sleeper.sort.schema.TableLayout;

/** Sorts a partition that is larger than a run may be: in runs, which go to disk and are merged into the files. For one thread. */
final class ExternalSort {
    private static final long LEAST_PIECE_BYTES = 16 << 10;
    private static final long MOST_PIECE_BYTES = 1 << 20;

    private final SortRequest request;
    private final TableLayout layout;
    private final BlockStore.Extents extents;
    private final RowSorter sorter;
    private final LeafFiles files;
    private final Workers workers;
    private final long sortBytes;
    private final long mostRows;
    private final long pieceBytes;

    ExternalSort(
            SortRequest request,
            TableLayout layout,
            BlockStore store,
            int leaf,
            RowSorter sorter,
            LeafFiles files,
            Workers workers) {
        this.request = request;
        this.layout = layout;
        this.extents = store.extents(leaf);
        this.sorter = sorter;
        this.files = files;
        this.workers = workers;
        this.sortBytes = request.settings().sortBytes();
        this.mostRows = request.settings().sortRows();
        long runs = Math.max(store.leafBytes(leaf) / sortBytes, store.leafRows(leaf) / mostRows) + 1;
        this.pieceBytes = Math.max(LEAST_PIECE_BYTES, Math.min(MOST_PIECE_BYTES, sortBytes / (2 * runs)));
    }

    /** @param batch room for the rows of a run; what it holds is lost */
    void run(Batch batch) throws IOException {
        try (SpillFile spill = new SpillFile(request.settings().spillDirectory())) {
            List<SortedRun> runs = new ArrayList<>();
            while (extents.hasNext()) {
                check();
                batch.clear();
                do {
                    extents.appendNext(batch);
                } while (extents.hasNext() && fits(batch));
                runs.add(SortedRun.write(layout, batch, sorter.sort(batch), pieceBytes, spill));
            }
            batch.clear();
            merge(runs, batch);
        }
    }

    private boolean fits(Batch run) {
        return run.sizeBytes() + extents.size() <= sortBytes && run.rows() + extents.rows() <= mostRows;
    }

    private void merge(List<SortedRun> runs, Batch out) throws IOException {
        RunMerge merge = new RunMerge(layout.keyCount(), runs);
        int[] order = new int[0];
        while (merge.hasNext()) {
            check();
            out.clear();
            merge.next(out, request.settings().mergeBytes());
            if (order.length < out.rows()) {
                order = identity(out.rows());
            }
            files.append(out, order);
        }
    }

    private static int[] identity(int size) {
        int[] numbers = new int[size];
        for (int i = 0; i < size; i++) {
            numbers[i] = i;
        }
        return numbers;
    }

    private void check() {
        workers.check();
        request.checkpoint().run();
    }
}
