package sleeper.sort.partition;

import sleeper.core.util.Require;
import sleeper.sort.column.Batch;
import sleeper.sort.order.RowComparator;

/**
 * Leaves of which some are cut further, into ranges of the whole key, so that several tasks share the rows of one. What it finds are
 * buckets: the leaves in their order, each as one bucket or as several that follow each other.
 *
 * <p>Invariant: no key of a bucket is above one of a later bucket. A cut is the least key of the bucket behind it. Where several cuts
 * are equal, that one key has more rows than a bucket should: its rows go in turn to the buckets behind these cuts, and no others.
 *
 * <p>The turns depend on the rows seen alone, so that the same rows in the same order come to the same buckets. For one thread.
 *
 * <p>Cost: of rows in leaves that are cut, comparisons of whole keys, as many as the logarithm of the leaf's cuts, twice.
 */
public final class CutLeafFinder implements LeafFinder {
    private final LeafFinder leaves;
    private final int[] firstBucket;
    private final Batch cuts;
    private final int keyCount;
    private long turn;

    /**
     * @param bucketsOf for each leaf its buckets; one or more
     * @param cuts      whole keys, leaf by leaf, one fewer than the leaf has buckets, ascending
     * @param keyCount  columns that are the whole key, of the cuts and of batches
     */
    public CutLeafFinder(LeafFinder leaves, int[] bucketsOf, Batch cuts, int keyCount) {
        this.leaves = leaves;
        this.cuts = cuts;
        this.keyCount = keyCount;
        this.firstBucket = new int[bucketsOf.length + 1];
        for (int leaf = 0; leaf < bucketsOf.length; leaf++) {
            Require.atLeast("bucketsOf", bucketsOf[leaf], 1);
            firstBucket[leaf + 1] = firstBucket[leaf] + bucketsOf[leaf];
        }
        Require.that(
                cuts.rows() == buckets() - bucketsOf.length,
                cuts.rows() + " cuts do not make " + buckets() + " buckets of " + bucketsOf.length + " leaves");
    }

    /** @return buckets in all */
    public int buckets() {
        return firstBucket[firstBucket.length - 1];
    }

    @Override
    public void find(Batch batch, int[] into) {
        leaves.find(batch, into);
        RowComparator comparator = new RowComparator(batch.columns(), cuts.columns(), keyCount);
        for (int row = 0; row < batch.rows(); row++) {
            int leaf = into[row];
            int first = firstBucket[leaf];
            into[row] = firstBucket[leaf + 1] == first + 1 ? first : first + within(comparator, row, leaf);
        }
    }

    /** @return the row's bucket among those of its leaf */
    private int within(RowComparator comparator, int row, int leaf) {
        int from = firstBucket[leaf] - leaf;
        int to = firstBucket[leaf + 1] - leaf - 1;
        int above = first(comparator, row, from, to, false);
        int equal = above - first(comparator, row, from, above, true);
        // Behind one equal cut there is one bucket, and so no choice.
        return above - from - (equal > 1 ? (int) (turn++ % equal) : 0);
    }

    /** @return the first of some cuts that is above the row's key, or also the first that equals it; else the end */
    private static int first(RowComparator comparator, int row, int from, int to, boolean orEqual) {
        int low = from;
        int high = to;
        while (low < high) {
            int middle = (low + high) >>> 1;
            int order = comparator.compare(row, middle);
            if (order < 0 || (orEqual && order == 0)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
