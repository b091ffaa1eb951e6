package sleeper.bulkimport.job.runner.columnar;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import sleeper.core.partition.PartitionTree;
import sleeper.core.schema.Schema;
import sleeper.sort.column.Batch;
import sleeper.sort.partition.CutLeafFinder;
import sleeper.sort.partition.LeafFinder;

/**
 * What the shuffle moves rows by: the leaves in their order, a skewed one as several ranges of the whole key.
 *
 * @param bucketsOf for each leaf its buckets; one or more
 * @param cuts      whole keys at which leaves are cut, as {@link CutLeafFinder} wants them; none if no leaf is cut
 * @param shares    for each bucket its part of the rows, about; they add up to 1, or are all 0 where there are no rows
 */
@SuppressWarnings("ArrayRecordComponent") // Sent to tasks and never compared.
record Buckets(int[] bucketsOf, ArrayList<Object[]> cuts, double[] shares) implements Serializable {
    /** Each leaf as one bucket. */
    static Buckets ofLeaves(double[] shares) {
        int[] bucketsOf = new int[shares.length];
        Arrays.fill(bucketsOf, 1);
        return new Buckets(bucketsOf, new ArrayList<>(List.of()), shares);
    }

    int count() {
        return shares.length;
    }

    /** @return for each bucket the position of the leaf that it belongs to */
    int[] leaves() {
        int[] leafOf = new int[count()];
        int bucket = 0;
        for (int leaf = 0; leaf < bucketsOf.length; leaf++) {
            for (int i = 0; i < bucketsOf[leaf]; i++) {
                leafOf[bucket++] = leaf;
            }
        }
        return leafOf;
    }

    /** @return finds the buckets of rows; for one thread */
    LeafFinder finder(Schema schema, PartitionTree tree) {
        LeafFinder leaves = LeafFinder.of(tree);
        if (cuts.isEmpty()) {
            return leaves;
        }
        Batch batch = WholeKeys.batch(schema, cuts);
        return new CutLeafFinder(leaves, bucketsOf, batch, batch.columns().size());
    }
}
