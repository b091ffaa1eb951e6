package sleeper.core.partition;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import sleeper.core.key.Key;
import sleeper.core.key.KeyValue;
import sleeper.core.util.Require;

/**
 * The partitions of a table as a binary tree of cuts. Leaves cover the key space without overlap. A value: splitting gives a
 * new tree that shares what did not change. A tree may be as deep as it has leaves, where one edge is split again and again, so
 * nothing here descends by recursion.
 */
public final class PartitionTree {
    /** Most leaves that a table is made with: more than any use has, and each costs memory in every run. */
    public static final int MAX_LEAVES = 100_000;

    /** A node: a leaf, or a cut of one key field with two nodes beside it. */
    public sealed interface Node {
        /** @return leaves at or below it, 1 or more */
        int leafCount();

        /** @return cuts on the longest way down, 0 for a leaf */
        int depth();
    }

    /** A leaf. */
    public record Leaf() implements Node {
        @Override
        public int leafCount() {
            return 1;
        }

        @Override
        public int depth() {
            return 0;
        }
    }

    /** A cut. Keys below it go to {@link #lower()}, keys at or above it to {@link #upper()}. */
    public static final class Cut implements Node {
        private final int dimension;
        private final KeyValue at;
        private final Node lower;
        private final Node upper;
        private final int leafCount;
        private final int depth;
        private final int hash;

        /** @param dimension index of the row key field that is cut */
        public Cut(int dimension, KeyValue at, Node lower, Node upper) {
            this.dimension = (int) Require.atLeast("dimension", dimension, 0);
            this.at = Require.notNull("at", at);
            this.lower = Require.notNull("lower", lower);
            this.upper = Require.notNull("upper", upper);
            this.leafCount = lower.leafCount() + upper.leafCount();
            this.depth = 1 + Math.max(lower.depth(), upper.depth());
            this.hash = Objects.hash(dimension, at, lower, upper);
        }

        public int dimension() {
            return dimension;
        }

        public KeyValue at() {
            return at;
        }

        public Node lower() {
            return lower;
        }

        public Node upper() {
            return upper;
        }

        @Override
        public int leafCount() {
            return leafCount;
        }

        @Override
        public int depth() {
            return depth;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Cut that && areEqual(this, that);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public String toString() {
            return "cut of field " + dimension + " at " + at + ", " + leafCount + " leaves";
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
        this(dimensions, root, Leaves.of(dimensions, root));
    }

    private PartitionTree(int dimensions, Node root, List<Partition> leaves) {
        this.dimensions = dimensions;
        this.root = root;
        this.leaves = Collections.unmodifiableList(leaves);
    }

    /** @return a tree with one leaf, which holds every key */
    public static PartitionTree single(int dimensions) {
        return new PartitionTree(dimensions, new Leaf());
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
                index += cut.lower().leafCount();
                node = cut.upper();
            }
        }
        return index;
    }

    public Partition leafOf(Key key) {
        return leaves.get(leafIndexOf(key));
    }

    /**
     * Finds the leaves that may hold keys between bounds, without looking at the others.
     *
     * @param least    for each row key field the least value, inclusive; empty where it is not known
     * @param greatest for each row key field the greatest value, inclusive; empty where it is not known
     * @param into     receives their positions in {@link #leaves()}
     */
    public void findLeaves(List<Optional<KeyValue>> least, List<Optional<KeyValue>> greatest, BitSet into) {
        Leaves.find(root, least, greatest, into);
    }

    /**
     * @return a tree in which the leaf is cut in two
     * @throws IllegalArgumentException if there is no such leaf, or the cut lies outside it or on its least value
     */
    public PartitionTree split(PartitionId leaf, int dimension, KeyValue at) {
        return split(List.of(new LeafCut(leaf, dimension, at)));
    }

    /**
     * Cuts leaves one after the other. Costs as much as the tree has leaves afterwards, however many cuts there are.
     *
     * @param cuts in an order in which each leaf is there when it is cut
     * @throws IllegalArgumentException as for a single cut
     */
    public PartitionTree split(List<LeafCut> cuts) {
        Grafts grafts = Grafts.of(cuts);
        List<Partition> changed = new ArrayList<>(leaves.size() + cuts.size());
        return new PartitionTree(dimensions, grafts.on(root, leaves, changed), changed);
    }

    /** @return how many leaves {@link #ofGrid} would make of these cuts; {@link Long#MAX_VALUE} if no number holds it */
    public static long gridLeaves(List<List<KeyValue>> cuts) {
        try {
            return cuts.stream().mapToLong(field -> field.size() + 1L).reduce(1, Math::multiplyExact);
        } catch (ArithmeticException e) {
            return Long.MAX_VALUE;
        }
    }

    /**
     * The balanced tree whose leaves are the cells of a grid.
     *
     * @param cuts for each row key field its cuts, strictly ascending; may be empty for a field
     */
    public static PartitionTree ofGrid(List<List<KeyValue>> cuts) {
        return new PartitionTree(cuts.size(), grid(cuts, 0, 0, cuts.get(0).size()));
    }

    /** Descends by recursion, as deep as the logarithm of the number of leaves. */
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

    private static boolean areEqual(Node one, Node other) {
        record Pair(Node one, Node other) {}
        Deque<Pair> open = new ArrayDeque<>();
        open.push(new Pair(one, other));
        while (!open.isEmpty()) {
            Pair pair = open.pop();
            if (pair.one() == pair.other()) {
                // What two trees share need not be looked through.
                continue;
            }
            if (pair.one() instanceof Cut a && pair.other() instanceof Cut b) {
                if (a.hash != b.hash || a.dimension != b.dimension || !a.at.equals(b.at)) {
                    return false;
                }
                open.push(new Pair(a.upper, b.upper));
                open.push(new Pair(a.lower, b.lower));
            } else if (!(pair.one() instanceof Leaf && pair.other() instanceof Leaf)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PartitionTree that && dimensions == that.dimensions && areEqual(root, that.root);
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
