package sleeper.sort.sample;

import java.util.ArrayList;
import java.util.List;

/**
 * What one thread reads of a file with one look at its footer.
 *
 * @param file      the file's place among those that are opened
 * @param stretches in the order of the file
 */
record SampleUnit(int file, List<Stretch> stretches) {
    /**
     * @param stretches those of a file beside each other
     * @param threads   threads that are to have work even if there is one file only
     */
    static List<SampleUnit> of(List<Stretch> stretches, int threads) {
        // Twice as many as threads, so that none waits long for the slowest.
        int most = Math.max(1, threads == 1 ? stretches.size() : stretches.size() / (2 * threads));
        List<SampleUnit> units = new ArrayList<>();
        int from = 0;
        for (int to = 1; to <= stretches.size(); to++) {
            int file = stretches.get(from).group().file();
            if (to == stretches.size()
                    || to - from == most
                    || stretches.get(to).group().file() != file) {
                units.add(new SampleUnit(file, List.copyOf(stretches.subList(from, to))));
                from = to;
            }
        }
        return units;
    }
}
