package sleeper.core.partition;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sleeper.core.key.Key;
import sleeper.core.key.KeyValue;
import sleeper.core.key.Range;
import sleeper.core.key.Region;
import sleeper.core.util.Require;

/**
 * The partitions of a table as a binary tree of cuts. Leaves cover the key space without overlap. A value: splitting gives a
 * new tree that shares what did not change.
 */
public final class PartitionTree {
    /** A node: a leaf, or a cut of one key field with two nodes beside it. */
    public sealed interface Node {}

    /** A leaf. */
    public record Leaf() implements Node {}

    /**
     * A cut.
     *
     * @param dimension index of the row key field that is cut
     * @param at        keys below it go to {@code lower}, keys at or above it to {@code upper}
     */
    public record Cut(int dimension, KeyValue at, Node lower, Node upper) implements Node {
        public Cut {
            Require.atLeast("dimension", dimension, 0);
            Require.notNull("at", at);
            Require.notNull("lower", lower);
            Require.notNull("upper", upper);
        }
    }

    private final int dimensions;
    private final Node root;
    private final List<Partition> leaves;

    /**
     * @param dimensions number of row key fields
     * @param root       the tree
     * @throws IllegalArgumentException if a cut lies outside the region it cuts, so that a leaf would hold nothing
     */
    public PartitionTree(int dimensions, Node root) {
        this.dimensions = dimensions;
        this.root = root;
        List<Partition> found = new ArrayList<>();
        collect(root, PartitionId.ROOT, Region.all(dimensions), found);
        this.leaves = List.copyOf(found);
    }

    /** @return a tree with one leaf, which holds every key */
    public static PartitionTree single(int dimensions) {
        return new PartitionTree(dimensions, new Leaf());
    }

    private static void collect(Node node, PartitionId id, Region region, List<Partition> into) {
        if (node instanceof Cut cut) {
            Range range = region.ranges().get(cut.dimension());
            collect(cut.lower(), id.lower(), region.with(cut.dimension(), below(range, cut.at())), into);
            collect(cut.upper(), id.upper(), region.with(cut.dimension(), from(range, cut.at())), into);
        } else {
            into.add(new Partition(id, region));
        }
    }

    private static Range below(Range range, KeyValue at) {
        // The text is made for a fault alone: a tree of many cuts would spend most of its time on it.
        if (!range.contains(at)) {
            throw new IllegalArgumentException("cut at " + at + " lies outside " + range);
        }
        return new Range(range.min(), Optional.of(at));
    }

    private static Range from(Range range, KeyValue at) {
        return new Range(Optional.of(at), range.max());
    }

    public int dimensions() {
        return dimensions;
    }

    public Node root() {
        return root;
    }

    /** @return the leaves, along the cuts; with one row key field, in the order of their keys */
    public List<Partition> leaves() {
        return leaves;
    }

    /** @return the position in {@link #leaves()} of the leaf that holds the key */
    public int leafIndexOf(Key key) {
        int index = 0;
        Node node = root;
        while (node instanceof Cut cut) {
            if (key.values().get(cut.dimension()).compareTo(cut.at()) < 0) {
                node = cut.lower();
            } else {
                index += leafCount(cut.lower());
                node = cut.upper();
            }
        }
        return index;
    }

    public Partition leafOf(Key key) {
        return leaves.get(leafIndexOf(key));
    }

    private static int leafCount(Node node) {
        return node instanceof Cut cut ? leafCount(cut.lower()) + leafCount(cut.upper()) : 1;
    }

    /** @return the leaves that share a key with the region, in the order of {@link #leaves()} */
    public List<Partition> leavesOverlapping(Region region) {
        return leaves.stream().filter(leaf -> leaf.region().overlaps(region)).toList();
    }

    /**
     * @return a tree in which the leaf is cut in two
     * @throws IllegalArgumentException if there is no such leaf, or the cut lies outside it or on its least value
     */
    public PartitionTree split(PartitionId leaf, int dimension, KeyValue at) {
        return new PartitionTree(dimensions, split(root, leaf.value(), 1, dimension, at));
    }

    private static Node split(Node node, String id, int depth, int dimension, KeyValue at) {
        if (depth == id.length()) {
            Require.that(node instanceof Leaf, "partition " + id + " is not a leaf");
            return new Cut(dimension, at, new Leaf(), new Leaf());
        }
        Require.that(node instanceof Cut, "no partition " + id);
        Cut cut = (Cut) node;
        return id.charAt(depth) == '0'
                ? new Cut(cut.dimension(), cut.at(), split(cut.lower(), id, depth + 1, dimension, at), cut.upper())
                : new Cut(cut.dimension(), cut.at(), cut.lower(), split(cut.upper(), id, depth + 1, dimension, at));
    }

    /**
     * The balanced tree whose leaves are the cells of a grid.
     *
     * @param cuts for each row key field its cuts, strictly ascending; may be empty for a field
     */
    public static PartitionTree ofGrid(List<List<KeyValue>> cuts) {
        return new PartitionTree(cuts.size(), grid(cuts, 0, 0, cuts.get(0).size()));
    }

    private static Node grid(List<List<KeyValue>> cuts, int dimension, int from, int to) {
        if (from == to) {
            int next = dimension + 1;
            return next == cuts.size()
                    ? new Leaf()
                    : grid(cuts, next, 0, cuts.get(next).size());
        }
        int middle = (from + to) >>> 1;
        return new Cut(
                dimension,
                cuts.get(dimension).get(middle),
                grid(cuts, dimension, from, middle),
                grid(cuts, dimension, middle + 1, to));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PartitionTree that && dimensions == that.dimensions && root.equals(that.root);
    }

    @Override
    public int hashCode() {
        return root.hashCode();
    }

    @Override
    public String toString() {
        return "PartitionTree" + leaves;
    }
}
