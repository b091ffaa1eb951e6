package sleeper.statestore.table;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import sleeper.core.key.Region;
import sleeper.core.partition.Partition;
import sleeper.core.partition.PartitionTree;
import sleeper.core.partition.PartitionTree.Cut;
import sleeper.core.partition.PartitionTree.Node;
import sleeper.core.table.DataFile;

/**
 * What may be read for each leaf of a table: the files that overlap it, whole. A file that was cut for a wider region, before
 * its leaf was split, counts for each leaf it overlaps.
 *
 * <p>The region a file is cut for was a leaf once, so it is that of a node, and the leaves below a node lie side by side. So each
 * region is added where its leaves begin and taken off where they end, and one pass over the leaves sums up: the cost is that
 * of the files and the leaves, not of their product.
 */
public final class LeafTotals {
    /**
     * Sums of one leaf.
     *
     * @param files       files that overlap it
     * @param sharedFiles those of them that were cut for more than the leaf, so that some of their rows may be of other leaves
     * @param rows        rows of the files, also of other leaves
     * @param bytes       stored bytes of the files
     */
    public record Totals(long files, long sharedFiles, long rows, long bytes) {
        static final Totals NONE = new Totals(0, 0, 0, 0);

        Totals plus(Totals more) {
            return new Totals(files + more.files, sharedFiles + more.sharedFiles, rows + more.rows, bytes + more.bytes);
        }

        private Totals minus(Totals less) {
            return new Totals(files - less.files, sharedFiles - less.sharedFiles, rows - less.rows, bytes - less.bytes);
        }

        private Totals shared() {
            return new Totals(files, files, rows, bytes);
        }
    }

    private final List<Partition> leaves;
    private final Totals[] changes;
    private long steps;

    private LeafTotals(PartitionTree tree) {
        this.leaves = tree.leaves();
        this.changes = new Totals[leaves.size() + 1];
        Arrays.fill(changes, Totals.NONE);
    }

    /** @return the sums of each leaf of the table, in the order of the leaves; none if there is no table */
    public static List<Totals> of(TableState state) {
        return state.table()
                .map(table -> compute(table.partitions(), state).sums())
                .orElse(List.of());
    }

    static LeafTotals compute(PartitionTree tree, TableState state) {
        LeafTotals totals = new LeafTotals(tree);
        Map<Region, Totals> byRegion = new HashMap<>();
        state.filesByJob().forEach((job, files) -> {
            for (DataFile file : files) {
                byRegion.merge(file.cutFor(), new Totals(1, 0, file.rowCount(), file.sizeBytes()), Totals::plus);
                totals.steps++;
            }
        });
        totals.addNodes(tree, byRegion);
        byRegion.forEach(totals::addOther);
        return totals;
    }

    /** A node on the way down. */
    private record Place(Node node, Region region, int firstLeaf) {}

    /** Adds what was cut for a node, and takes it out of the map. */
    private void addNodes(PartitionTree tree, Map<Region, Totals> byRegion) {
        Deque<Place> open = new ArrayDeque<>();
        open.push(new Place(tree.root(), Region.all(tree.dimensions()), 0));
        while (!open.isEmpty()) {
            Place place = open.pop();
            steps++;
            Totals ofNode = byRegion.remove(place.region());
            if (ofNode != null) {
                int leafCount = place.node().leafCount();
                add(place.firstLeaf(), place.firstLeaf() + leafCount, leafCount == 1 ? ofNode : ofNode.shared());
            }
            if (place.node() instanceof Cut cut) {
                open.push(new Place(
                        cut.upper(),
                        place.region().from(cut.dimension(), cut.at()),
                        place.firstLeaf() + cut.lower().leafCount()));
                open.push(new Place(cut.lower(), place.region().below(cut.dimension(), cut.at()), place.firstLeaf()));
            }
        }
    }

    /** A region that no leaf of the table ever had, if one was committed, is held against each leaf. */
    private void addOther(Region region, Totals totals) {
        for (int leaf = 0; leaf < leaves.size(); leaf++) {
            steps++;
            Region ofLeaf = leaves.get(leaf).region();
            if (ofLeaf.overlaps(region)) {
                add(leaf, leaf + 1, ofLeaf.encloses(region) ? totals : totals.shared());
            }
        }
    }

    private void add(int fromLeaf, int toLeaf, Totals totals) {
        changes[fromLeaf] = changes[fromLeaf].plus(totals);
        changes[toLeaf] = changes[toLeaf].minus(totals);
    }

    List<Totals> sums() {
        List<Totals> sums = new ArrayList<>(leaves.size());
        Totals sum = Totals.NONE;
        for (int leaf = 0; leaf < leaves.size(); leaf++) {
            steps++;
            sum = sum.plus(changes[leaf]);
            sums.add(sum);
        }
        return sums;
    }

    /** @return files, nodes and leaves looked at so far, each as often as it was */
    long steps() {
        return steps;
    }
}
