package sleeper.sort;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import sleeper.sort.column.Batch;
import sleeper.sort.column.SizeLimits;
import sleeper.sort.partition.BlockStore;
import sleeper.sort.partition.LeafFinder;
import sleeper.sort.partition.Scatter;
import sleeper.sort.schema.TableLayout;

/** Takes rows in any order, from several threads, each through a lane of its own, and stores them by partition. */
final class RowSink {
    private static final long MAX_BATCH_ROWS = 1 << 20;

    private final TableLayout layout;
    private final LeafFinder leaves;
    private final int leafCount;
    private final BlockStore store;
    private final SortSettings settings;
    private final ProgressReport progress;
    private final AtomicLong rows = new AtomicLong();

    RowSink(
            TableLayout layout,
            LeafFinder leaves,
            int leafCount,
            BlockStore store,
            SortSettings settings,
            ProgressReport progress) {
        this.layout = layout;
        this.leaves = leaves;
        this.leafCount = leafCount;
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
        private final Batch batch = layout.newBatch();
        private final Scatter scatter = new Scatter(leafCount, layout.columns().size());
        private int[] leafOf = new int[0];

        /** @return where the next rows are to be appended */
        Batch batch() {
            return batch;
        }

        int maxRows() {
            return (int) Math.min(MAX_BATCH_ROWS, settings.mostRunRows());
        }

        long maxBytes() {
            return settings.batchBytes();
        }

        void flushIfFull() throws IOException {
            if (batch.rows() >= maxRows() || batch.sizeBytes() >= maxBytes()) {
                flush();
            }
        }

        private void flush() throws IOException {
            int count = batch.rows();
            if (count > 0) {
                BlockLimit.check(batch, SizeLimits.BLOCK_BYTES);
                if (leafOf.length < count) {
                    leafOf = new int[count];
                }
                leaves.find(batch, leafOf);
                store.add(scatter.scatter(batch, leafOf));
                batch.clear();
                progress.reading(rows.addAndGet(count));
            }
        }

        /** Stores what is left. Not to be called after a failure, which leaves the batch uneven. */
        void finish() throws IOException {
            flush();
        }

        @Override
        public void close() {
            batch.clear();
        }
    }
}
