package sleeper.sort;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import sleeper.core.partition.PartitionTree;
import sleeper.sort.column.Batch;
import sleeper.sort.extent.Partitioner;
import sleeper.sort.partition.LeafFinder;
import sleeper.sort.schema.TableLayout;
import sleeper.sort.spill.BlockStore;

/** Takes rows in any order, from several threads, each through a lane of its own, and stores them by partition. */
final class RowSink {
    private final TableLayout layout;
    private final LeafFinder leaves;
    private final int leafCount;
    private final BlockStore store;
    private final SortSettings settings;
    private final ProgressReport progress;
    private final AtomicLong rows = new AtomicLong();

    RowSink(TableLayout layout, PartitionTree tree, BlockStore store, SortSettings settings, ProgressReport progress) {
        this.layout = layout;
        this.leaves = LeafFinder.of(tree);
        this.leafCount = tree.leaves().size();
        this.store = store;
        this.settings = settings;
        this.progress = progress;
    }

    TableLayout layout() {
        return layout;
    }

    /** @return rows that were stored */
    long rows() {
        return rows.get();
    }

    Lane lane() {
        return new Lane();
    }

    /** Collects rows of one thread into batches. */
    final class Lane implements Closeable {
        private final Partitioner partitioner =
                new Partitioner(layout, leaves, leafCount, settings.sortRows(), settings.batchBytes(layout, leafCount));

        /** @return where the next rows are to be appended */
        Batch batch() {
            return partitioner.batch();
        }

        int maxRows() {
            return partitioner.maxRows();
        }

        long maxBytes() {
            return partitioner.maxBytes();
        }

        void flushIfFull() throws IOException {
            if (partitioner.isFull()) {
                flush();
            }
        }

        private void flush() throws IOException {
            int count = partitioner.batch().rows();
            if (count > 0) {
                store.add(partitioner.take());
                progress.reading(rows.addAndGet(count));
            }
        }

        /** Stores what is left. Not to be called after a failure, which leaves the batch uneven. */
        void finish() throws IOException {
            flush();
        }

        @Override
        public void close() {
            partitioner.clear();
        }
    }
}
