package sleeper.sort.input;

/**
 * A row group of an input file, which is what one task reads.
 *
 * @param index           its position in the file
 * @param rows            rows of it; zero or more
 * @param compressedBytes bytes of it in the file, all columns together
 */
public record InputRowGroup(int index, long rows, long compressedBytes) {}
