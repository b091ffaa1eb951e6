package sleeper.sort.partition;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import sleeper.core.partition.PartitionTree;
import sleeper.sort.column.Batch;
import sleeper.sort.column.Bytes;
import sleeper.sort.column.BytesVector;
import sleeper.sort.column.Vector;

/** Leaves of a tree with cuts in several row keys: each row goes down from the root. */
final class TreeLeafFinder implements LeafFinder {
    private final List<SplitPoints> cuts = new ArrayList<>();
    private final List<Integer> dimensions = new ArrayList<>();
    /** Below and at or above the cut: the node's index, or a leaf's as {@code ~leaf}. */
    private final List<int[]> next = new ArrayList<>();

    private final int root;

    /** A tree may be too deep for recursion. */
    TreeLeafFinder(PartitionTree tree) {
        record Open(PartitionTree.Node node, int parent, int side) {}
        int leaves = 0;
        Deque<Open> open = new ArrayDeque<>();
        open.push(new Open(tree.root(), -1, 0));
        while (!open.isEmpty()) {
            Open reached = open.pop();
            int index = reached.node() instanceof PartitionTree.Cut ? cuts.size() : ~leaves++;
            if (reached.parent() >= 0) {
                next.get(reached.parent())[reached.side()] = index;
            }
            if (reached.node() instanceof PartitionTree.Cut cut) {
                cuts.add(new SplitPoints(List.of(cut.at())));
                dimensions.add(cut.dimension());
                next.add(new int[2]);
                open.push(new Open(cut.upper(), index, 1));
                open.push(new Open(cut.lower(), index, 0));
            }
        }
        root = cuts.isEmpty() ? ~0 : 0;
    }

    @Override
    public void find(Batch batch, int[] into) {
        int nodes = cuts.size();
        SplitPoints[] cut = cuts.toArray(new SplitPoints[0]);
        Vector[] column = new Vector[nodes];
        int[][] children = next.toArray(new int[0][]);
        for (int i = 0; i < nodes; i++) {
            column[i] = batch.column(dimensions.get(i));
        }
        for (int row = 0; row < batch.rows(); row++) {
            int node = root;
            while (node >= 0) {
                node = children[node][isBelow(cut[node], column[node], row) ? 0 : 1];
            }
            into[row] = ~node;
        }
    }

    private static boolean isBelow(SplitPoints cut, Vector column, int row) {
        if (column instanceof BytesVector bytes) {
            int start = bytes.start(row);
            int end = bytes.offsets()[row + 1];
            int side = cut.compareToShared(bytes.data(), start, end);
            if (side != 0) {
                return side < 0;
            }
            long word = Bytes.word(bytes.data(), start, end, cut.shared().length);
            int order = Long.compareUnsigned(word, cut.words()[0]);
            return order < 0 || (order == 0 && cut.isBelow(bytes, row, 0));
        }
        return Long.compareUnsigned(SplitPoints.word(column, row), cut.words()[0]) < 0;
    }
}
