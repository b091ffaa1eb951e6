package sleeper.sort.partition;

/**
 * Rows by partition.
 *
 * @param data   the extents, in the order of the leaves; a leaf without rows has none
 * @param starts for each leaf where its extent starts in {@code data}, and behind the last leaf where all end
 */
public record Block(byte[] data, int[] starts) {
    public int sizeBytes() {
        return starts[starts.length - 1];
    }
}
