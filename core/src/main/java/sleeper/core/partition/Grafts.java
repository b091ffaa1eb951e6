package sleeper.core.partition;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import sleeper.core.partition.PartitionTree.Cut;
import sleeper.core.partition.PartitionTree.Leaf;
import sleeper.core.partition.PartitionTree.Node;

/**
 * What grows in the place of leaves that are cut, by leaf.
 *
 * <p>Built from the last cut to the first: a cut of a leaf that an earlier cut makes comes later in the list, so that what grows
 * below a cut is known when the cut is reached. What is left over at the end grows on no leaf.
 */
final class Grafts {
    private final Map<PartitionId, Node> grown;

    private Grafts(Map<PartitionId, Node> grown) {
        this.grown = grown;
    }

    static Grafts of(List<LeafCut> cuts) {
        Map<PartitionId, Node> grown = new HashMap<>(cuts.size() * 2);
        for (int i = cuts.size() - 1; i >= 0; i--) {
            LeafCut cut = cuts.get(i);
            Node lower = take(grown, cut.leaf().lower());
            Node upper = take(grown, cut.leaf().upper());
            if (grown.put(cut.leaf(), new Cut(cut.dimension(), cut.at(), lower, upper)) != null) {
                throw notALeaf(cut.leaf());
            }
        }
        return new Grafts(grown);
    }

    private static Node take(Map<PartitionId, Node> grown, PartitionId leaf) {
        Node found = grown.remove(leaf);
        return found == null ? new Leaf() : found;
    }

    /**
     * @param leaves of the tree, along the cuts
     * @param into   receives those of the new tree
     * @return the tree's root with all grafts in the place of their leaves
     */
    Node on(Node root, List<Partition> leaves, List<Partition> into) {
        BitSet grafted = new BitSet(leaves.size());
        for (int i = 0; i < leaves.size(); i++) {
            Node graft = grown.get(leaves.get(i).id());
            if (graft == null) {
                into.add(leaves.get(i));
            } else {
                grafted.set(i);
                Leaves.add(leaves.get(i), graft, into);
            }
        }
        if (grafted.cardinality() < grown.size()) {
            leaves.forEach(leaf -> grown.remove(leaf.id()));
            throw notALeaf(grown.keySet().iterator().next());
        }
        return rebuilt(root, leaves, grafted);
    }

    /** A node, and the position of the first leaf at or below it. */
    private record Place(Node node, int firstLeaf) {
        boolean holdsOneOf(BitSet positions) {
            int next = positions.nextSetBit(firstLeaf);
            return next >= 0 && next < firstLeaf + node.leafCount();
        }
    }

    private Node rebuilt(Node root, List<Partition> leaves, BitSet grafted) {
        List<Place> parentsFirst = new ArrayList<>();
        Deque<Place> open = new ArrayDeque<>();
        open.push(new Place(root, 0));
        while (!open.isEmpty()) {
            Place place = open.pop();
            parentsFirst.add(place);
            if (place.node() instanceof Cut cut && place.holdsOneOf(grafted)) {
                open.push(new Place(cut.upper(), place.firstLeaf() + cut.lower().leafCount()));
                open.push(new Place(cut.lower(), place.firstLeaf()));
            }
        }
        Deque<Node> rebuilt = new ArrayDeque<>();
        for (int i = parentsFirst.size() - 1; i >= 0; i--) {
            Place place = parentsFirst.get(i);
            if (!place.holdsOneOf(grafted)) {
                // What does not change is shared.
                rebuilt.push(place.node());
            } else if (place.node() instanceof Cut cut) {
                rebuilt.push(new Cut(cut.dimension(), cut.at(), rebuilt.pop(), rebuilt.pop()));
            } else {
                rebuilt.push(grown.get(leaves.get(place.firstLeaf()).id()));
            }
        }
        return rebuilt.pop();
    }

    private static IllegalArgumentException notALeaf(PartitionId id) {
        return new IllegalArgumentException("partition " + id + " is not a leaf");
    }
}
