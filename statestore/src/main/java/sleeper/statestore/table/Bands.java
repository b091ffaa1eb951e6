package sleeper.statestore.table;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import sleeper.statestore.table.KeySpaceMap.Band;
import sleeper.statestore.table.KeySpaceMap.Leaf;

/** Groups leaves that lie side by side. For one thread. */
final class Bands {
    /** Of so many lines one at the most is a heavy leaf's, since each may cut the run of the others in two. */
    private static final int LINES_A_HEAVY_LEAF = 4;

    /** Of so many times the mean a leaf is heavy. */
    private static final int HEAVY = 2;

    private final List<Leaf> leaves;
    private final int most;
    private final BitSet alone = new BitSet();

    /** @param most bands at the most; {@link #LINES_A_HEAVY_LEAF} or more */
    Bands(List<Leaf> leaves, int most) {
        this.leaves = leaves;
        this.most = most;
    }

    List<Band> make() {
        if (leaves.size() <= most) {
            return leaves.stream().map(leaf -> new Band(List.of(leaf))).toList();
        }
        markHeavy();
        List<Run> runs = runs();
        int light = leaves.size() - alone.cardinality();
        // Each run has one line; what lines are left go to the runs by their length.
        int spare = most - alone.cardinality() - runs.size();
        List<Band> bands = new ArrayList<>();
        int done = 0;
        for (int i = 0; i < leaves.size(); ) {
            if (alone.get(i)) {
                bands.add(new Band(List.of(leaves.get(i++))));
            } else {
                Run run = new Run(i, endOfRun(i));
                long before = Math.round((double) spare * done / light);
                done += run.length();
                addRun(bands, run, 1 + Math.round((double) spare * done / light) - before);
                i = run.to();
            }
        }
        return bands;
    }

    /** Leaves that are no heavier than the mean are not heavy, but the heaviest of all always counts. */
    private void markHeavy() {
        double mean = leaves.stream().mapToLong(Leaf::rows).average().orElse(0);
        List<Integer> heaviest = IntStream.range(0, leaves.size())
                .boxed()
                .sorted(Comparator.<Integer>comparingLong(i -> leaves.get(i).rows())
                        .reversed())
                .limit(most / LINES_A_HEAVY_LEAF)
                .toList();
        alone.set(heaviest.get(0));
        heaviest.stream().filter(i -> leaves.get(i).rows() > HEAVY * mean).forEach(alone::set);
    }

    /** Leaves between two that stand alone, from one index to before another. */
    private record Run(int from, int to) {
        int length() {
            return to - from;
        }
    }

    private List<Run> runs() {
        List<Run> runs = new ArrayList<>();
        for (int i = alone.nextClearBit(0); i < leaves.size(); i = alone.nextClearBit(endOfRun(i))) {
            runs.add(new Run(i, endOfRun(i)));
        }
        return runs;
    }

    private int endOfRun(int from) {
        int next = alone.nextSetBit(from);
        return next < 0 ? leaves.size() : next;
    }

    private void addRun(List<Band> bands, Run run, long lines) {
        int parts = (int) Math.min(lines, run.length());
        for (int part = 0; part < parts; part++) {
            int from = run.from() + (int) ((long) run.length() * part / parts);
            int to = run.from() + (int) ((long) run.length() * (part + 1) / parts);
            bands.add(new Band(List.copyOf(leaves.subList(from, to))));
        }
    }
}
