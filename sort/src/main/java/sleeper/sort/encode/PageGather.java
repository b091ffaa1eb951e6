package sleeper.sort.encode;

import sleeper.sort.column.BytesVector;
import sleeper.sort.column.IntVector;
import sleeper.sort.column.LongVector;
import sleeper.sort.column.Vector;
import sleeper.sort.decode.BytesCopy;
import sleeper.sort.decode.Cells;
import sleeper.sort.schema.LeafColumn;

/** Brings the rows of a page together from a column, in order. */
final class PageGather {
    /** Most rows in a page, so that the page indexes stay useful whatever the rows' size. */
    private static final int MAX_ROWS = 20_000;

    private PageGather() {}

    /**
     * Gathers rows until the page has about so many bytes.
     *
     * @param order row numbers in the order to write
     * @param from  first index of {@code order} to take
     * @param to    index of {@code order} to stop before
     * @return index of {@code order} to go on with
     */
    static int gather(LeafColumn column, Vector source, int[] order, int from, int to, int pageBytes, PageValues into) {
        int stop = Math.min(to, from + MAX_ROWS);
        if (column.isNested()) {
            return gatherCells((BytesVector) source, order, from, stop, pageBytes, into, column.maxDefinition());
        }
        int end = source instanceof BytesVector bytes
                ? endByBytes(bytes, order, from, stop, pageBytes)
                : Math.min(stop, from + Math.max(1, pageBytes / (source instanceof IntVector ? 4 : 8)));
        if (source.defined() == null) {
            gatherAll(source, order, from, end, pageBytes, into.values());
            into.addRows(end - from);
        } else {
            gatherDefined(source, order, from, end, into);
        }
        return end;
    }

    /** The last row taken may be longer than what is left of the page, and then is the only one to exceed it. */
    private static int endByBytes(BytesVector source, int[] order, int from, int stop, int pageBytes) {
        int[] offsets = source.offsets();
        long bytes = 0;
        int at = from;
        while (at < stop && bytes < pageBytes) {
            int row = order[at++];
            bytes += offsets[row + 1] - offsets[row];
        }
        return at;
    }

    private static void gatherAll(Vector source, int[] order, int from, int end, int pageBytes, Vector into) {
        int count = end - from;
        if (source instanceof BytesVector bytes) {
            long last = bytes.length(order[end - 1]);
            BytesCopy.byIndex(bytes, order, from, count, pageBytes + last, (BytesVector) into);
        } else if (source instanceof LongVector longs) {
            LongVector target = (LongVector) into;
            target.grow(count);
            long[] values = longs.values();
            long[] to = target.values();
            for (int i = 0; i < count; i++) {
                to[i] = values[order[from + i]];
            }
        } else {
            IntVector target = (IntVector) into;
            target.grow(count);
            int[] values = ((IntVector) source).values();
            int[] to = target.values();
            for (int i = 0; i < count; i++) {
                to[i] = values[order[from + i]];
            }
        }
    }

    private static void gatherDefined(Vector source, int[] order, int from, int end, PageValues into) {
        for (int i = from; i < end; i++) {
            int row = order[i];
            boolean defined = !source.isNull(row);
            into.addRow();
            into.addEntry(0, defined ? 1 : 0);
            if (defined) {
                into.values().appendFrom(source, row);
            }
        }
    }

    private static int gatherCells(
            BytesVector source, int[] order, int from, int stop, int pageBytes, PageValues into, int maxDefinition) {
        byte[] data = source.data();
        Vector values = into.values();
        long bytes = 0;
        int next = from;
        while (next < stop && bytes < pageBytes) {
            int row = order[next++];
            int end = source.offsets()[row + 1];
            into.addRow();
            for (int at = source.start(row); at < end; ) {
                int definition = data[at + 1];
                into.addEntry(data[at], definition);
                at += Cells.LEVEL_BYTES;
                if (definition == maxDefinition) {
                    Cells.appendValue(data, at, values);
                    at += Cells.valueBytes(values, data, at);
                }
            }
            bytes += source.length(row);
        }
        return next;
    }
}
