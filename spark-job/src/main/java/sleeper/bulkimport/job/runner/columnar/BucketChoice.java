package sleeper.bulkimport.job.runner.columnar;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import sleeper.core.partition.PartitionTree;
import sleeper.core.partition.TaskTurn;
import sleeper.core.schema.Schema;
import sleeper.sort.column.Batch;
import sleeper.sort.order.RowComparator;
import sleeper.sort.partition.LeafFinder;

/**
 * Chooses buckets by a sample of whole keys. A leaf that would keep one task busy while the others have nothing left to do is cut at
 * keys of the sample, into ranges of equal shares.
 */
final class BucketChoice {
    private final int leaves;
    private final TaskTurn turn;
    private final List<Object[]> keys = new ArrayList<>();
    private final Batch columns;
    private final double[] weights;
    private final int[] leafOf;

    /**
     * @param tasks      that run at a time
     * @param leastShare part of the rows that a range of a leaf that is cut should have, as a file has little use with less; 1 or
     *                   more if there are too few rows for any cut
     */
    BucketChoice(Schema schema, PartitionTree partitions, List<SampledKeys> sample, int tasks, double leastShare) {
        this.leaves = partitions.leaves().size();
        this.turn = TaskTurn.of(tasks, leastShare);
        sample.forEach(each -> keys.addAll(each.keys()));
        this.columns = WholeKeys.batch(schema, keys);
        this.weights = sample.stream()
                .flatMapToDouble(each -> each.keys().stream().mapToDouble(key -> each.weight()))
                .toArray();
        this.leafOf = new int[keys.size()];
        LeafFinder.of(partitions).find(columns, leafOf);
    }

    Buckets choose() {
        double total = Arrays.stream(weights).sum();
        double[] ofLeaf = new double[leaves];
        for (int key = 0; key < weights.length; key++) {
            ofLeaf[leafOf[key]] += weights[key] / total;
        }
        int[] bucketsOf = Arrays.stream(ofLeaf).mapToInt(turn::rangesOf).toArray();
        double[] shares = new double[Arrays.stream(bucketsOf).sum()];
        ArrayList<Object[]> cuts = new ArrayList<>();
        int bucket = 0;
        for (int leaf = 0; leaf < bucketsOf.length; leaf++) {
            if (bucketsOf[leaf] > 1) {
                cuts.addAll(cuts(leaf, bucketsOf[leaf]));
            }
            Arrays.fill(shares, bucket, bucket + bucketsOf[leaf], ofLeaf[leaf] / bucketsOf[leaf]);
            bucket += bucketsOf[leaf];
        }
        return new Buckets(bucketsOf, cuts, shares);
    }

    /** @return one fewer than there are to be buckets, ascending */
    private List<Object[]> cuts(int leaf, int buckets) {
        RowComparator comparator = new RowComparator(
                columns.columns(), columns.columns(), columns.columns().size());
        List<Integer> ofLeaf = IntStream.range(0, leafOf.length)
                .filter(key -> leafOf[key] == leaf)
                .boxed()
                .sorted(comparator::compare)
                .toList();
        double sum = ofLeaf.stream().mapToDouble(key -> weights[key]).sum();
        List<Object[]> cuts = new ArrayList<>();
        double seen = 0;
        for (int key : ofLeaf) {
            seen += weights[key];
            while (cuts.size() < buckets - 1 && seen > sum * (cuts.size() + 1) / buckets) {
                cuts.add(keys.get(key));
            }
        }
        while (cuts.size() < buckets - 1) {
            cuts.add(keys.get(ofLeaf.get(ofLeaf.size() - 1)));
        }
        return cuts;
    }
}
