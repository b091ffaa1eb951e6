package sleeper.bulkimport.job.runner;

import java.util.ArrayList;
import java.util.List;
import sleeper.core.job.InputFile;

/**
 * Deals row groups to map tasks. A row group counts as its file's bytes shared evenly, so that no footer is read; a file counts
 * {@link #OPEN_BYTES} more, as opening one costs.
 *
 * <p>Cost: one pass over the files. 10,000 small files become few tasks, one of 10 GB many.
 */
public final class InputSplits {
    /** What opening a file costs, in bytes that could have been read: as Spark's own reader counts it. */
    private static final long OPEN_BYTES = 4L << 20;
    /** Most bytes of a split, as Spark's own reader has it. */
    private static final long MOST_BYTES = 128L << 20;

    /** Splits for each task that runs at a time, so that one that has less to do takes another. */
    private static final int TURNS = 2;

    private final long target;
    private final List<InputSplit> splits = new ArrayList<>();
    private final List<InputSplit.Piece> open = new ArrayList<>();
    private double bytes;

    private InputSplits(long target) {
        this.target = target;
    }

    /**
     * @param inputs pinned
     * @param tasks  that run at a time; there are splits for all of them if there are row groups
     * @return each row group of each file in one split; a file without any is in one too, since it is checked all the same
     */
    public static List<InputSplit> of(List<InputFile> inputs, int tasks) {
        long total = inputs.stream()
                .mapToLong(input -> input.version().lengthBytes() + OPEN_BYTES)
                .sum();
        InputSplits dealt =
                new InputSplits(Math.min(MOST_BYTES, Math.max(OPEN_BYTES, total / (TURNS * Math.max(1L, tasks)))));
        for (int i = 0; i < inputs.size(); i++) {
            dealt.add(i, inputs.get(i));
        }
        dealt.close();
        return dealt.splits;
    }

    private void add(int index, InputFile input) {
        double ofGroup = (double) input.version().lengthBytes() / Math.max(1, input.rowGroups());
        if (input.rowGroups() == 0 && bytes + OPEN_BYTES / 2 > target) {
            close();
        }
        int from = 0;
        bytes += OPEN_BYTES;
        for (int group = 0; group < input.rowGroups(); group++) {
            if (bytes + ofGroup / 2 > target && (group > from || !open.isEmpty())) {
                addPiece(index, from, group);
                close();
                from = group;
                bytes = OPEN_BYTES;
            }
            bytes += ofGroup;
        }
        if (from < input.rowGroups() || input.rowGroups() == 0) {
            open.add(new InputSplit.Piece(index, from, input.rowGroups()));
        }
    }

    private void addPiece(int index, int from, int to) {
        if (to > from) {
            open.add(new InputSplit.Piece(index, from, to));
        }
    }

    private void close() {
        if (!open.isEmpty()) {
            splits.add(new InputSplit(open));
            open.clear();
        }
        bytes = 0;
    }
}
