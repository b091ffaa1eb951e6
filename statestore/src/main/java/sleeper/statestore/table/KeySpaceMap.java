package sleeper.statestore.table;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import sleeper.core.partition.Partition;
import sleeper.core.schema.Field;
import sleeper.core.util.Require;
import sleeper.statestore.table.LeafTotals.Totals;
import sleeper.statestore.table.TableState.LiveTable;

/**
 * How a table's rows lie over its key space: what pictures of its partitions are drawn from. What is known of a leaf is what
 * {@link LeafTotals} says, so that a file that was cut for more than one leaf counts for each of them.
 *
 * @param fields names of the row key fields, in the schema's order
 * @param leaves one or more, in the order of the tree
 */
public record KeySpaceMap(List<String> fields, List<Leaf> leaves) {
    /**
     * A leaf.
     *
     * @param partition its id and the keys it holds
     * @param totals    what may be read for it
     */
    public record Leaf(Partition partition, Totals totals) {
        public long rows() {
            return totals.rows();
        }
    }

    public KeySpaceMap {
        fields = List.copyOf(fields);
        leaves = Require.notEmpty("leaves", leaves);
    }

    /** @param state of a table that exists */
    public static KeySpaceMap of(TableState state) {
        LiveTable table = state.table().orElseThrow();
        Iterator<Totals> totals = LeafTotals.of(state).iterator();
        List<Leaf> leaves = new ArrayList<>();
        table.partitions().leaves().forEach(leaf -> leaves.add(new Leaf(leaf, totals.next())));
        return new KeySpaceMap(
                table.schema().rowKeyFields().stream().map(Field::name).toList(), leaves);
    }

    /** @return the sum of the leaves' rows */
    public long rows() {
        return leaves.stream().mapToLong(Leaf::rows).sum();
    }

    /** @return rows of a leaf on average */
    public double meanRows() {
        return (double) rows() / leaves.size();
    }

    /** @return the part of the rows that a leaf or several have, from 0 to 1; 0 where there are none */
    public double share(long ofRows) {
        return share(ofRows, rows());
    }

    static double share(long ofRows, long rows) {
        return rows == 0 ? 0 : (double) ofRows / rows;
    }

    /** @return the leaf with the most rows, of equals the first */
    public Leaf most() {
        return leaves.stream()
                .reduce((one, other) -> other.rows() > one.rows() ? other : one)
                .orElseThrow();
    }

    /** @return the leaf with the fewest rows, of equals the first */
    public Leaf least() {
        return leaves.stream().min(Comparator.comparingLong(Leaf::rows)).orElseThrow();
    }

    /** @return how many times the mean the largest leaf has, 1 or more; empty where there are no rows */
    public OptionalDouble mostToMean() {
        return rows() == 0 ? OptionalDouble.empty() : OptionalDouble.of(most().rows() / meanRows());
    }

    /** @return leaves without rows */
    public long emptyLeaves() {
        return leaves.stream().filter(leaf -> leaf.rows() == 0).count();
    }

    /** @return the most files of a leaf that were cut for more than it; 0 if each leaf has its own */
    public long mostSharedFiles() {
        return leaves.stream()
                .mapToLong(leaf -> leaf.totals().sharedFiles())
                .max()
                .orElse(0);
    }

    /**
     * Groups neighbours, so that a map fits where there is no room for each leaf. Leaves of more than twice the mean stand alone, the
     * heaviest first and in one of four lines at the most; and the heaviest of all always does.
     *
     * @param most lines that there are; 4 or more
     * @return the leaves, each once and in their order, in as many bands at the most
     */
    public List<Band> bands(int most) {
        Require.atLeast("most", most, 4);
        return new Bands(leaves, most).make();
    }

    /**
     * Leaves that lie side by side in the tree, or one alone.
     *
     * @param leaves one or more
     */
    public record Band(List<Leaf> leaves) {
        public Band {
            leaves = Require.notEmpty("leaves", leaves);
        }

        public Leaf first() {
            return leaves.get(0);
        }

        public Leaf last() {
            return leaves.get(leaves.size() - 1);
        }

        /** @return the sum of what may be read for the leaves; a file that several share counts for each */
        public Totals totals() {
            return leaves.stream().map(Leaf::totals).reduce(Totals.NONE, Totals::plus);
        }

        /** @return rows of its largest leaf */
        public long mostRows() {
            return leaves.stream().mapToLong(Leaf::rows).max().orElse(0);
        }

        /** @return the leaf, if it is one alone */
        public Optional<Leaf> single() {
            return leaves.size() == 1 ? Optional.of(first()) : Optional.empty();
        }
    }
}
