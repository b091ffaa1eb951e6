package sleeper.sort.order;

import java.util.Arrays;
import java.util.List;
import sleeper.sort.column.Batch;
import sleeper.sort.column.Vector;

/**
 * Sorts rows by their key columns without moving them. For one thread; its arrays are used again.
 *
 * <p><b>Invariant.</b> The rows of a range are equal in all key columns before one, and in that one's first bytes. A step skips what the
 * range shares, takes the 64 bits of the key behind from every row, packs those bits that differ with the row's number into one {@code
 * long}, and sorts these; rows that are still equal are a range of the next step. After {@link #MOST_STEPS} steps, and where comparing
 * rows costs more than it should, {@link PrefixMergeSort} does the rest.
 *
 * <p><b>Cost.</b> A step reads each row's word twice, and the bytes that the range shares once. To find what the range shares, it compares each
 * row with the first, over no more than the row shares with its neighbour in the order; what only some rows share is read again by the next
 * step, and is bounded. So a row costs at most {@link #MOST_STEPS} steps and a few times the bytes that it shares with its
 * neighbour, whatever the keys; the stack is as deep as there are steps. Ten random letters take one step, and few ties a second.
 */
public final class RowSorter {
    /** Shorter runs of equal rows are sorted by comparing whole keys. */
    private static final int SHORT_RUN = 24;

    /** What may be read in vain, in words of 8 bytes a row, before the merge sort does the rest. */
    private static final int MOST_WORDS_A_ROW = 64;

    /** Keys that so many steps do not tell apart are compared instead: a step costs as much if it parts a single row. */
    static final int MOST_STEPS = 16;

    private final int keyCount;
    private final PrefixMergeSort mergeSort = new PrefixMergeSort();
    private List<Vector> columns;
    private KeyWords words;
    private KeyComparison keys;
    private int[] order = new int[0];
    private long[] packed = new long[0];
    private long[] spare = new long[0];
    private int deepest;
    /** Words a row that the steps above a step have read in vain. */
    private final long[] lost = new long[MOST_STEPS + 1];

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
        keys = new KeyComparison(columns.subList(0, keyCount));
        deepest = 0;
        for (int i = 0; i < rows; i++) {
            order[i] = i;
        }
        sortRange(0, rows, 0, 0, 0);
        return order;
    }

    /** @return words of 8 bytes that the last sort has read of keys */
    long wordsRead() {
        return words.read() + keys.words();
    }

    /** @return steps that the last sort was deep in */
    int deepest() {
        return deepest;
    }

    /** Sorts rows of which all key columns before {@code column} are equal, and of it the first {@code offset} bytes. */
    private void sortRange(int from, int to, int column, int offset, int step) {
        if (to - from <= SHORT_RUN) {
            insertionSort(from, to, KeyComparison.place(column, offset));
            return;
        }
        if (step == MOST_STEPS) {
            mergeSort.sort(order, from, to, keys, KeyComparison.place(column, offset));
            return;
        }
        deepest = Math.max(deepest, step + 1);
        int start = offset;
        for (int next = column; next < keyCount; next++) {
            start = words.prepare(columns.get(next), order, from, to, start);
            if (start >= 0) {
                lost[step + 1] = lost[step] + words.lost() / (to - from);
                if (lost[step + 1] > MOST_WORDS_A_ROW) {
                    mergeSort.sort(order, from, to, keys, KeyComparison.place(next, start));
                    return;
                }
                long varying = words.fill(columns.get(next), order, from, to, start, packed);
                sortByWords(from, to, varying, next, start, step);
                return;
            }
            start = 0;
        }
    }

    private void sortByWords(int from, int to, long varying, int column, int offset, int step) {
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
        sortTies(from, to, indexBits, column, offset, step);
    }

    /** Goes on with each run of rows whose words were equal, as far as their bits were packed. */
    private void sortTies(int from, int to, int indexBits, int column, int offset, int step) {
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
            sortRange(ends[2 * run], ends[2 * run + 1], column, offset, step + 1);
        }
    }

    /** @param start all keys are equal before this place */
    private void insertionSort(int from, int to, long start) {
        long mostWords = keys.words() + (long) MOST_WORDS_A_ROW * (to - from);
        for (int i = from + 1; i < to; i++) {
            if (keys.words() > mostWords) {
                mergeSort.sort(order, from, to, keys, start);
                return;
            }
            int row = order[i];
            int at = i;
            while (at > from && keys.compare(order[at - 1], row, start) > 0) {
                order[at] = order[at - 1];
                at--;
            }
            order[at] = row;
        }
    }
}
