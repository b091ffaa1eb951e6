package sleeper.sort.partition;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import sleeper.core.key.KeyValue;
import sleeper.sort.column.Bytes;
import sleeper.sort.column.BytesVector;
import sleeper.sort.column.IntVector;
import sleeper.sort.column.LongVector;
import sleeper.sort.column.Vector;

/**
 * Ascending cuts of one key field as 64-bit words in unsigned order: numbers with their sign turned, of bytes the first eight
 * behind what all the cuts share. A word that equals a cut's leaves the rest to be compared. Immutable.
 */
final class SplitPoints {
    private static final long SIGN = Long.MIN_VALUE;

    private final int count;
    private final boolean bytes;
    private final byte[][] values;
    private final byte[] shared;
    private final long[] words;

    SplitPoints(List<KeyValue> cuts) {
        count = cuts.size();
        bytes = count > 0 && (cuts.get(0) instanceof KeyValue.OfString || cuts.get(0) instanceof KeyValue.OfBytes);
        values = bytes ? cuts.stream().map(SplitPoints::bytesOf).toArray(byte[][]::new) : new byte[0][];
        shared = bytes ? sharedPrefix(values) : new byte[0];
        words = new long[count];
        for (int i = 0; i < count; i++) {
            words[i] = bytes ? paddedWord(values[i], shared.length) : numberOf(cuts.get(i)) ^ SIGN;
        }
    }

    private static byte[] bytesOf(KeyValue value) {
        return value instanceof KeyValue.OfString string
                ? string.value().getBytes(StandardCharsets.UTF_8)
                : ((KeyValue.OfBytes) value).bytes();
    }

    private static long numberOf(KeyValue value) {
        return value instanceof KeyValue.OfInt number ? number.value() : ((KeyValue.OfLong) value).value();
    }

    private static byte[] sharedPrefix(byte[][] values) {
        byte[] first = values[0];
        byte[] last = values[values.length - 1];
        int mismatch = Arrays.mismatch(first, last);
        return Arrays.copyOf(first, mismatch < 0 ? first.length : mismatch);
    }

    private static long paddedWord(byte[] value, int offset) {
        byte[] padded = Arrays.copyOf(value, value.length + Bytes.SLACK);
        return Bytes.word(padded, 0, value.length, offset);
    }

    int count() {
        return count;
    }

    boolean isBytes() {
        return bytes;
    }

    /** @return the cuts' words, ascending as unsigned numbers */
    long[] words() {
        return words;
    }

    /** @return bytes at the start that all cuts share, left out of the words */
    byte[] shared() {
        return shared;
    }

    /** @return the word of a number */
    static long word(Vector column, int row) {
        long value = column instanceof IntVector ints ? ints.get(row) : ((LongVector) column).get(row);
        return value ^ SIGN;
    }

    /** @return -1 if the value lies below all that starts with the shared bytes, 1 above, 0 if it starts with them */
    int compareToShared(byte[] data, int start, int end) {
        int length = Math.min(shared.length, end - start);
        int order = Arrays.compareUnsigned(data, start, start + length, shared, 0, length);
        return order != 0 ? Integer.signum(order) : length < shared.length ? -1 : 0;
    }

    /** @return whether a value whose word equals the cut's lies below the cut */
    boolean isBelow(BytesVector column, int row, int cut) {
        return Arrays.compareUnsigned(
                        column.data(), column.start(row), column.offsets()[row + 1], values[cut], 0, values[cut].length)
                < 0;
    }
}
