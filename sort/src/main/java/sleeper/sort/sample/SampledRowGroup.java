package sleeper.sort.sample;

/**
 * All that is remembered of a row group once its file's footer is let go.
 *
 * @param file     the file's place among those that are opened
 * @param index    its place in the file
 * @param rows     rows in it; one or more
 * @param hasPages whether the file tells where the pages of all its key columns begin
 */
record SampledRowGroup(int file, int index, long rows, boolean hasPages) {}
