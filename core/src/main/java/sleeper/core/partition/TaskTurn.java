package sleeper.core.partition;

import sleeper.core.util.Require;

/**
 * How much of a job's rows a task of the columnar Spark job takes in at a turn, and so into how many ranges a leaf is cut that has
 * too many rows for one task.
 *
 * @param share part of all rows; above 0
 */
public record TaskTurn(double share) {
    /** A range of a leaf that is cut has at least so many rows, about: a file has little use with fewer. */
    public static final int LEAST_ROWS = 10_000;

    /** Nor fewer bytes of the input, about, where that is less. */
    public static final int LEAST_BYTES = 4 << 20;

    /** Turns that tasks take: with fewer, the last ones would leave others idle; with more, each costs too much. */
    private static final int TURNS = 2;

    /** A leaf is not cut for less than this much more than a turn's share. */
    private static final double LEAST_EXCESS = 1.5;

    public TaskTurn {
        Require.that(share > 0, "no share: " + share);
    }

    /**
     * @param tasks      that run at a time; one or more
     * @param leastShare part of the rows that a range of a leaf that is cut should have; 1 or more if there are too few rows for
     *                   any cut
     */
    public static TaskTurn of(int tasks, double leastShare) {
        return new TaskTurn(Math.max(1.0 / (TURNS * Require.atLeast("tasks", tasks, 1)), leastShare));
    }

    /** @return the least share that so many rows or bytes are of an input */
    public static double leastShare(double leastRows, double leastBytes, long rows, long bytes) {
        return Math.min(leastRows / Math.max(1, rows), leastBytes / Math.max(1, bytes));
    }

    /** @return ranges that a leaf with a part of the rows is cut into; 1 if it is not cut */
    public int rangesOf(double leafShare) {
        return leafShare > LEAST_EXCESS * share ? (int) Math.round(leafShare / share) : 1;
    }
}
