package sleeper.sort.sample;

import java.util.ArrayList;
import java.util.List;

/**
 * Chooses what is read of row groups, so that each row has about the same chance to be kept as a key.
 *
 * <ul>
 *   <li>All rows are read where they are at most 4,000,000 in at most 1,000 row groups.
 *   <li>Else, of row groups whose pages can be found, 1,000 to 4,000 stretches of at most 1,000 rows: one for each of so many equal
 *       parts of all their rows. Each lies elsewhere in its part, because files that are sorted alike would else be read at the same
 *       keys.
 *   <li>Else, of the others, whole row groups at equal distances, since the first rows of a sorted one say nothing of its last: so
 *       many that they have 4,000,000 rows, but at least 64, unless these have more than 64,000,000 rows, and at least 16.
 * </ul>
 */
final class StretchChoice {
    static final int STRETCH_ROWS = 1_000;
    static final int MOST_STRETCHES = 4_000;
    static final int MOST_ROW_GROUPS = 1_000;
    static final long ROWS_WISHED = 4_000_000;

    private static final int LEAST_STRETCHES = 1_000;
    private static final int KEYS_OF_STRETCH = 20;
    private static final int ROW_GROUPS_WISHED = 64;
    private static final int LEAST_ROW_GROUPS = 16;
    private static final long MOST_ROWS_OF_WISHED = 64_000_000;
    /** Multiples of it, cut to what follows the point, fill 0 to 1 evenly, however many of them there are. */
    private static final double GOLDEN_RATIO = (Math.sqrt(5) - 1) / 2;
    /** Bytes of all keys that are kept, about: where keys are long, fewer of them do. */
    private static final long MOST_KEPT_BYTES = 64 << 20;

    private final int maxKeys;
    private final SamplePart part;
    private final double allRows;
    private final List<Stretch> chosen = new ArrayList<>();

    private StretchChoice(int maxKeys, SamplePart part, double allRows) {
        this.maxKeys = maxKeys;
        this.part = part;
        this.allRows = allRows;
    }

    /**
     * @param all     row groups in the order of their files
     * @param maxKeys keys to keep, about
     * @param part    of which the numbers above are its share
     * @return stretches in the same order, those of row groups whose pages can be found first
     */
    static List<Stretch> of(List<SampledRowGroup> all, int maxKeys, SamplePart part) {
        StretchChoice choice = new StretchChoice(maxKeys, part, rows(all));
        if (choice.allRows <= part.of(ROWS_WISHED) && all.size() <= MOST_ROW_GROUPS) {
            choice.takeWhole(all, choice.allRows);
        } else {
            choice.takeParts(all.stream().filter(SampledRowGroup::hasPages).toList());
            List<SampledRowGroup> others =
                    all.stream().filter(group -> !group.hasPages()).toList();
            choice.takeWhole(Spread.over(others, choice.rowGroupsToRead(others)), rows(others));
        }
        return choice.chosen;
    }

    private static double rows(List<SampledRowGroup> groups) {
        return groups.stream().mapToDouble(SampledRowGroup::rows).sum();
    }

    private int rowGroupsToRead(List<SampledRowGroup> groups) {
        double ofOne = rows(groups) / Math.max(1, groups.size());
        long ofHuge = (long) (part.of(MOST_ROWS_OF_WISHED) / ofOne);
        long least = Math.max(part.of(LEAST_ROW_GROUPS), Math.min(part.of(ROW_GROUPS_WISHED), ofHuge));
        return (int) Math.max(least, Math.min(MOST_ROW_GROUPS, (long) (part.of(ROWS_WISHED) / ofOne)));
    }

    /** @param stoodFor rows of all row groups that these stand for */
    private void takeWhole(List<SampledRowGroup> groups, double stoodFor) {
        double read = rows(groups);
        for (SampledRowGroup group : groups) {
            double share = group.rows() / read * (stoodFor / allRows);
            int keys = (int) Math.max(1, Math.min(group.rows(), (long) (maxKeys * share)));
            add(group, 0, group.rows(), keys, share);
        }
    }

    private void takeParts(List<SampledRowGroup> groups) {
        double rows = rows(groups);
        int keysOfThese = (int) Math.ceil(maxKeys * (rows / allRows));
        long wished = Math.max(part.of(LEAST_STRETCHES), keysOfThese / KEYS_OF_STRETCH);
        int stretches = (int) Math.min(keysOfThese, Math.min(part.of(MOST_STRETCHES), wished));
        int at = 0;
        double before = 0;
        for (int i = 0; i < stretches; i++) {
            double row = (i + phase(i)) * rows / stretches;
            while (at + 1 < groups.size() && row >= before + groups.get(at).rows()) {
                before += groups.get(at).rows();
                at++;
            }
            addAround(
                    groups.get(at),
                    (long) (row - before),
                    (int) Math.round((double) keysOfThese / stretches),
                    rows / allRows / stretches);
        }
    }

    /** A row group is cut into equal stretches, so that no row is in more of them than another; the one with the row is taken. */
    private void addAround(SampledRowGroup group, long row, int keys, double share) {
        long stretches = (group.rows() + STRETCH_ROWS - 1) / STRETCH_ROWS;
        double length = (double) group.rows() / stretches;
        long stretch = Math.min(stretches - 1, (long) (row / length));
        long to = stretch == stretches - 1 ? group.rows() : (long) ((stretch + 1) * length);
        add(group, (long) (stretch * length), to, keys, share);
    }

    private void add(SampledRowGroup group, long from, long to, int keys, double share) {
        chosen.add(new Stretch(group, from, to, keys, phase(chosen.size()), (long) (MOST_KEPT_BYTES * share)));
    }

    private double phase(int number) {
        double multiple = ((double) part.number() + number) * GOLDEN_RATIO;
        return multiple - Math.floor(multiple);
    }
}
