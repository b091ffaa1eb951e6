package sleeper.sort.order;

/**
 * Sorts rows by comparing their keys, without comparing a shared prefix again and again: the sort for keys that radix steps do not
 * tell apart soon. For one thread; its arrays are used again.
 *
 * <p><b>Invariant.</b> Beside each row of a sorted run stands the place where its key first differs from that of the row before.
 * Of the heads of two runs that differ from the row written last at different places, the one that differs later is the less, and
 * no byte need be looked at; only where the places are the same are keys compared, and from that place on.
 *
 * <p><b>Cost.</b> Each comparison of bytes that finds them equal moves a row's place on for good. So the bytes compared are at most
 * those that a row shares with its neighbour in the order, summed over all rows, and one more word for each row and pass; passes are
 * log2 of the rows. No recursion.
 */
final class PrefixMergeSort {
    private int[] rows = new int[0];
    private int[] mergedRows = new int[0];
    private long[] places = new long[0];
    private long[] mergedPlaces = new long[0];

    /**
     * Sorts {@code order[from]} to {@code order[to - 1]}.
     *
     * @param keys  compares the rows' keys
     * @param start all keys are equal before this place
     */
    void sort(int[] order, int from, int to, KeyComparison keys, long start) {
        int count = to - from;
        if (rows.length < count) {
            rows = new int[count];
            mergedRows = new int[count];
            places = new long[count];
            mergedPlaces = new long[count];
        }
        System.arraycopy(order, from, rows, 0, count);
        for (int i = 0; i < count; i++) {
            places[i] = start;
        }
        for (long width = 1; width < count; width *= 2) {
            for (long left = 0; left < count; left += 2 * width) {
                int middle = (int) Math.min(left + width, count);
                merge((int) left, middle, (int) Math.min(middle + width, count), keys, start);
            }
            swap();
        }
        System.arraycopy(rows, 0, order, from, count);
    }

    private void swap() {
        int[] spareRows = rows;
        rows = mergedRows;
        mergedRows = spareRows;
        long[] sparePlaces = places;
        places = mergedPlaces;
        mergedPlaces = sparePlaces;
    }

    /** Merges the runs from {@code left} to {@code middle} and from there to {@code end}. */
    private void merge(int left, int middle, int end, KeyComparison keys, long start) {
        int i = left;
        int j = middle;
        int to = left;
        // Where the heads differ from the row written last; before the first all keys are equal.
        long one = start;
        long other = start;
        while (i < middle && j < end) {
            boolean takeOne = one > other;
            if (one == other) {
                takeOne = keys.compare(rows[i], rows[j], one) <= 0;
                if (takeOne) {
                    other = keys.place();
                } else {
                    one = keys.place();
                }
                mergedPlaces[to] = takeOne ? one : other;
            } else {
                mergedPlaces[to] = Math.max(one, other);
            }
            if (takeOne) {
                mergedRows[to++] = rows[i++];
                one = i < middle ? places[i] : start;
            } else {
                mergedRows[to++] = rows[j++];
                other = j < end ? places[j] : start;
            }
        }
        if (i < middle) {
            append(i, middle, to, one);
        } else if (j < end) {
            append(j, end, to, other);
        }
    }

    private void append(int from, int end, int to, long place) {
        System.arraycopy(rows, from, mergedRows, to, end - from);
        System.arraycopy(places, from, mergedPlaces, to, end - from);
        mergedPlaces[to] = place;
    }
}
