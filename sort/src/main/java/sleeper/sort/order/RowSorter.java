package sleeper.sort.order;

import java.util.Arrays;
import java.util.List;
import sleeper.sort.column.Batch;
import sleeper.sort.column.Vector;

/**
 * Sorts rows by their key columns without moving them. Each step takes 64 bits of the key from every row, packs those bits that
 * differ with the row's number into one {@code long}, and sorts these; rows that are still equal go on with the bits and bytes
 * behind. For one thread; its arrays are used again.
 */
public final class RowSorter {
    /** Shorter runs of equal rows are sorted by comparing whole keys. */
    private static final int SHORT_RUN = 24;

    private final int keyCount;
    private List<Vector> columns;
    private KeyWords words;
    private RowComparator comparator;
    private int[] order = new int[0];
    private long[] packed = new long[0];
    private long[] spare = new long[0];

    /** @param keyCount number of columns, from the first, that rows are ordered by */
    public RowSorter(int keyCount) {
        this.keyCount = keyCount;
    }

    /** @return row numbers in order; valid until the next sort, and longer than the batch has rows */
    public int[] sort(Batch batch) {
        int rows = batch.rows();
        if (order.length < rows) {
            order = new int[rows];
            packed = new long[rows];
            spare = new long[rows];
        }
        columns = batch.columns();
        words = new KeyWords();
        comparator = new RowComparator(columns, columns, keyCount);
        for (int i = 0; i < rows; i++) {
            order[i] = i;
        }
        sortRange(0, rows, 0, 0);
        return order;
    }

    /** Sorts rows of which all key columns before {@code column} are equal, and of it the first {@code offset} bytes. */
    private void sortRange(int from, int to, int column, int offset) {
        int stageColumn = column;
        int stageOffset = offset;
        while (stageColumn < keyCount) {
            if (to - from <= SHORT_RUN) {
                insertionSort(from, to);
                return;
            }
            stageOffset = words.prepare(columns.get(stageColumn), order, from, to, stageOffset);
            if (stageOffset >= 0) {
                long varying = words.fill(columns.get(stageColumn), order, from, to, stageOffset, packed);
                sortByWords(from, to, varying, stageColumn, stageOffset);
                return;
            }
            stageColumn++;
            stageOffset = 0;
        }
    }

    private void sortByWords(int from, int to, long varying, int column, int offset) {
        int rows = to - from;
        int indexBits = 32 - Integer.numberOfLeadingZeros(rows - 1);
        long mask = BitPacking.keepHighest(varying, 64 - indexBits);
        BitPacking packing = new BitPacking(mask);
        for (int i = from; i < to; i++) {
            packed[i] = packing.pack(packed[i]) << indexBits | i - from;
        }
        LongSort.sort(packed, from, to, spare, indexBits, indexBits + Long.bitCount(mask));
        int rowMask = (1 << indexBits) - 1;
        int[] sorted = words.rowScratch(rows);
        for (int i = 0; i < rows; i++) {
            sorted[i] = order[from + (int) (packed[from + i] & rowMask)];
        }
        System.arraycopy(sorted, 0, order, from, rows);
        sortTies(from, to, indexBits, column, offset);
    }

    /** Goes on with each run of rows whose words were equal, as far as their bits were packed. */
    private void sortTies(int from, int to, int indexBits, int column, int offset) {
        int[] ends = null;
        int runs = 0;
        int start = from;
        // The ends are collected first: going on writes over the packed words.
        for (int i = from + 1; i <= to; i++) {
            if (i == to || packed[i] >>> indexBits != packed[start] >>> indexBits) {
                if (i - start > 1) {
                    if (ends == null) {
                        ends = new int[16];
                    } else if (ends.length < 2 * runs + 2) {
                        ends = Arrays.copyOf(ends, 2 * ends.length);
                    }
                    ends[2 * runs] = start;
                    ends[2 * runs + 1] = i;
                    runs++;
                }
                start = i;
            }
        }
        for (int run = 0; run < runs; run++) {
            sortRange(ends[2 * run], ends[2 * run + 1], column, offset);
        }
    }

    private void insertionSort(int from, int to) {
        for (int i = from + 1; i < to; i++) {
            int row = order[i];
            int at = i;
            while (at > from && comparator.compare(order[at - 1], row) > 0) {
                order[at] = order[at - 1];
                at--;
            }
            order[at] = row;
        }
    }
}
