package sleeper.core.partition;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import sleeper.core.key.KeyValue;
import sleeper.core.key.Range;
import sleeper.core.key.Region;
import sleeper.core.partition.PartitionTree.Cut;
import sleeper.core.partition.PartitionTree.Node;

/** Ways down a tree to its leaves, none of them by recursion. */
final class Leaves {
    private Leaves() {}

    /** A node with what is known of it on the way down. */
    private record Place(Node node, Partition partition) {}

    /** @return the leaves of a tree, along the cuts */
    static List<Partition> of(int dimensions, Node root) {
        List<Partition> leaves = new ArrayList<>(root.leafCount());
        add(new Partition(PartitionId.ROOT, Region.all(dimensions)), root, leaves);
        return leaves;
    }

    /** @param into receives the leaves at or below a node of this partition, along the cuts */
    static void add(Partition partition, Node root, List<Partition> into) {
        Deque<Place> open = new ArrayDeque<>();
        open.push(new Place(root, partition));
        while (!open.isEmpty()) {
            Place place = open.pop();
            if (place.node() instanceof Cut cut) {
                open.push(new Place(cut.upper(), above(place.partition(), cut.dimension(), cut.at())));
                open.push(new Place(cut.lower(), below(place.partition(), cut.dimension(), cut.at())));
            } else {
                into.add(place.partition());
            }
        }
    }

    /** @return the lower part of a partition that is cut */
    static Partition below(Partition partition, int dimension, KeyValue at) {
        checkInside(partition.region(), dimension, at);
        return new Partition(partition.id().lower(), partition.region().below(dimension, at));
    }

    /** @return the upper part of a partition that is cut */
    static Partition above(Partition partition, int dimension, KeyValue at) {
        checkInside(partition.region(), dimension, at);
        return new Partition(partition.id().upper(), partition.region().from(dimension, at));
    }

    private static void checkInside(Region region, int dimension, KeyValue at) {
        Range range = region.ranges().get(dimension);
        // The text is made for a fault alone: a tree of many cuts would spend most of its time on it.
        if (!range.contains(at)) {
            throw new IllegalArgumentException("cut at " + at + " lies outside " + range);
        }
    }

    /** As {@link PartitionTree#findLeaves}. */
    static void find(Node root, List<Optional<KeyValue>> least, List<Optional<KeyValue>> greatest, BitSet into) {
        record Reached(Node node, int firstLeaf) {}
        Deque<Reached> open = new ArrayDeque<>();
        open.push(new Reached(root, 0));
        while (!open.isEmpty()) {
            Reached reached = open.pop();
            if (reached.node() instanceof Cut cut) {
                Optional<KeyValue> from = least.get(cut.dimension());
                Optional<KeyValue> to = greatest.get(cut.dimension());
                if (to.isEmpty() || to.get().compareTo(cut.at()) >= 0) {
                    open.push(new Reached(
                            cut.upper(), reached.firstLeaf() + cut.lower().leafCount()));
                }
                if (from.isEmpty() || from.get().compareTo(cut.at()) < 0) {
                    open.push(new Reached(cut.lower(), reached.firstLeaf()));
                }
            } else {
                into.set(reached.firstLeaf());
            }
        }
    }
}
