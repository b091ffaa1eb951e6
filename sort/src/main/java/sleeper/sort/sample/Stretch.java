package sleeper.sort.sample;

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

    /** @return the same rows, if all of the row group is to be read for them: as many keys of it */
    Stretch whole() {
        return new Stretch(group, 0, group.rows(), keys, phase, mostBytes);
    }

    /** @return the same, with fewer keys where they are long */
    Stretch fitting(long keyBytes) {
        long fit = Math.max(1, mostBytes / Math.max(1, keyBytes));
        return new Stretch(group, from, to, (int) Math.min(keys, fit), phase, mostBytes);
    }

    /** @return the row that is kept as a key by this number, counted from the first of the stretch */
    long row(int key) {
        return Math.min(to - from - 1, (long) ((key + phase) * (to - from) / keys));
    }
}
