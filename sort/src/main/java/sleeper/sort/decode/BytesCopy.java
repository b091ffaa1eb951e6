package sleeper.sort.decode;

import sleeper.sort.column.Bytes;
import sleeper.sort.column.BytesVector;

/** Appends rows of one vector of bytes to another, by index. */
public final class BytesCopy {
    private BytesCopy() {}

    /** @return bytes of rows {@code index[from]} to {@code index[from + count - 1]} */
    static long bytesOf(BytesVector source, int[] index, int from, int count) {
        int[] starts = source.offsets();
        long total = 0;
        for (int i = from; i < from + count; i++) {
            total += starts[index[i] + 1] - starts[index[i]];
        }
        return total;
    }

    /**
     * Appends rows {@code index[from]} to {@code index[from + count - 1]}.
     *
     * @param total bytes of these rows, or more
     */
    public static void byIndex(BytesVector source, int[] index, int from, int count, long total, BytesVector out) {
        int[] starts = source.offsets();
        out.reserveBytes(total);
        int row = out.size();
        out.grow(count);
        byte[] data = source.data();
        byte[] target = out.data();
        int[] ends = out.offsets();
        int to = ends[row];
        for (int i = 0; i < count; i++) {
            int at = index[from + i];
            int start = starts[at];
            int length = starts[at + 1] - start;
            Bytes.copyLoose(data, start, target, to, length);
            to += length;
            ends[row + i + 1] = to;
        }
    }
}
