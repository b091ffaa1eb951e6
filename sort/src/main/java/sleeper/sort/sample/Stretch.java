package sleeper.sort.sample;

import java.util.stream.LongStream;

/**
 * Rows of a row group that are read, and what is kept of them.
 *
 * @param from      first row
 * @param to        row to stop before
 * @param keys      keys to keep of them, at equal distances; where they are more than the rows, some are kept again
 * @param phase     where between two such distances the first key lies; 0 to less than 1
 * @param mostBytes bytes that these keys may come to, about
 */
record Stretch(SampledRowGroup group, long from, long to, int keys, double phase, long mostBytes) {
    boolean isWhole() {
        return to - from == group.rows();
    }

    /**
     * @param keyBytes bytes of a key, about; where keys are long, fewer are kept
     * @return the rows of the row group whose keys are kept, in their order
     */
    LongStream rows(long keyBytes) {
        long fitting = Math.max(1, Math.min(keys, mostBytes / Math.max(1, keyBytes)));
        double distance = (double) (to - from) / fitting;
        return LongStream.range(0, fitting).map(key -> Math.min(to - 1, from + (long) ((key + phase) * distance)));
    }
}
