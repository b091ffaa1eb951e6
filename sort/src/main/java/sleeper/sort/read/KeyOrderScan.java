package sleeper.sort.read;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.stream.IntStream;
import sleeper.core.file.FileStore;
import sleeper.core.job.TableLocation;
import sleeper.core.key.KeyValue;
import sleeper.core.key.Range;
import sleeper.core.key.Region;
import sleeper.core.schema.Schema;
import sleeper.core.table.DataFile;
import sleeper.sort.column.Batch;
import sleeper.sort.order.RowComparator;

/**
 * Reads rows of a table whose keys lie in a region, in the order of row keys and sort keys; of rows with the same whole key, those of
 * the file that is named first come first. For one thread.
 *
 * <p><b>Invariant.</b> Each file is in order, and none of its row keys is below the least that its region and the wanted one have in
 * common. Of the files that are open, the one with the least row is on top; a file is opened only once its bound is not above that row.
 *
 * <p><b>Cost.</b> A row costs as many comparisons of keys as the logarithm of the open files. Files are open, each with a page of every
 * column, as long as their leaves share keys with the current row: those of one leaf where there is one row key. A file whose wanted
 * rows fit into a batch is closed at once.
 */
public final class KeyOrderScan implements RowScan {
    private final FileRows.Reading reading;
    private final Region region;
    private final int keyCount;
    private final Queue<Waiting> waiting;
    private final Queue<Source> open = new PriorityQueue<>(Source::compareTo);
    private Source current;

    /** A file that is not open yet. */
    private record Waiting(DataFile file, int number, List<Optional<KeyValue>> bound) {
        static final Comparator<Waiting> ORDER = (left, right) -> {
            for (int i = 0; i < left.bound().size(); i++) {
                int order = compare(left.bound().get(i), right.bound().get(i));
                if (order != 0) {
                    return order;
                }
            }
            return Integer.compare(left.number(), right.number());
        };

        /** An empty bound is below all values. */
        private static int compare(Optional<KeyValue> left, Optional<KeyValue> right) {
            if (left.isEmpty() || right.isEmpty()) {
                return Boolean.compare(left.isPresent(), right.isPresent());
            }
            return left.get().compareTo(right.get());
        }

        /** @return whether no row of the file can come before a row */
        boolean isAbove(Batch batch, int row) {
            for (int i = 0; i < bound.size(); i++) {
                if (bound.get(i).isEmpty()) {
                    return false;
                }
                int order = KeyFilter.compare(batch.column(i), row, bound.get(i).get());
                if (order != 0) {
                    return order < 0;
                }
            }
            return false;
        }
    }

    /** An open file, at a row. */
    private record Source(FileRows rows, int number, int keyCount) implements Comparable<Source> {
        @Override
        public int compareTo(Source other) {
            for (int i = 0; i < keyCount; i++) {
                int order = RowComparator.compare(
                        rows.batch().column(i),
                        rows.rowIndex(),
                        other.rows.batch().column(i),
                        other.rows.rowIndex());
                if (order != 0) {
                    return order;
                }
            }
            return Integer.compare(number, other.number);
        }
    }

    /**
     * @param files  the table's files
     * @param region the keys wanted; {@link Region#all} for every row
     */
    public KeyOrderScan(FileStore store, TableLocation location, Schema schema, List<DataFile> files, Region region) {
        this.reading = FileRows.Reading.of(store, location, schema, region);
        this.region = region;
        this.keyCount = schema.rowKeyFields().size() + schema.sortKeyFields().size();
        this.waiting = new PriorityQueue<>(Waiting.ORDER);
        int number = 0;
        for (DataFile file : reading.counter().wanted(files, region)) {
            waiting.add(new Waiting(file, number++, leastOf(file)));
        }
    }

    private List<Optional<KeyValue>> leastOf(DataFile file) {
        List<Range> cutFor = file.cutFor().ranges();
        return IntStream.range(0, cutFor.size())
                .mapToObj(
                        i -> higher(cutFor.get(i).min(), region.ranges().get(i).min()))
                .toList();
    }

    private static Optional<KeyValue> higher(Optional<KeyValue> left, Optional<KeyValue> right) {
        return Waiting.compare(left, right) >= 0 ? left : right;
    }

    @Override
    public SkipCounts skipped() {
        return reading.counter().counts();
    }

    @Override
    public boolean hasNext() {
        if (current != null && current.rows().advance()) {
            open.add(current);
        }
        current = null;
        while (!waiting.isEmpty() && (open.isEmpty() || !isAboveAllOpen(waiting.peek()))) {
            Waiting next = waiting.remove();
            Source source = new Source(FileRows.open(reading, next.file()), next.number(), keyCount);
            if (source.rows().advance()) {
                open.add(source);
            }
        }
        return !open.isEmpty();
    }

    private boolean isAboveAllOpen(Waiting file) {
        FileRows least = open.element().rows();
        return file.isAbove(least.batch(), least.rowIndex());
    }

    @Override
    public Map<String, Object> next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        current = open.remove();
        return current.rows().row();
    }

    @Override
    public void close() {
        try (reading) {
            if (current != null) {
                open.add(current);
                current = null;
            }
            open.forEach(source -> source.rows().close());
        }
    }
}
