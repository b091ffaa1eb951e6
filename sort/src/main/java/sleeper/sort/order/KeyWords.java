package sleeper.sort.order;

import sleeper.sort.column.Bytes;
import sleeper.sort.column.BytesVector;
import sleeper.sort.column.IntVector;
import sleeper.sort.column.LongVector;
import sleeper.sort.column.Vector;

/** Takes from a key column 64 bits a row, as unsigned numbers in the order of the values. */
final class KeyWords {
    private static final int WORD_BYTES = 8;

    private int[] scratch = new int[0];
    private boolean byLength;
    private long read;
    private long lost;

    /** @return words of 8 bytes that were read so far */
    long read() {
        return read;
    }

    /** @return of the words read by the last {@link #prepare}, those that some rows share and others do not: a later step reads them again */
    long lost() {
        return lost;
    }

    int[] rowScratch(int rows) {
        if (scratch.length < rows) {
            scratch = new int[rows];
        }
        return scratch;
    }

    /**
     * Looks for where the rows' values differ.
     *
     * @param offset bytes of each value that are known to be equal
     * @return the offset to take words from; -1 if the values are equal
     */
    int prepare(Vector column, int[] order, int from, int to, int offset) {
        read += to - from;
        lost = 0;
        if (column instanceof BytesVector bytes) {
            return prepareBytes(bytes, order, from, to, offset);
        }
        if (column instanceof LongVector longs) {
            long first = longs.get(order[from]);
            for (int i = from + 1; i < to; i++) {
                if (longs.get(order[i]) != first) {
                    return 0;
                }
            }
            return -1;
        }
        IntVector ints = (IntVector) column;
        int first = ints.get(order[from]);
        for (int i = from + 1; i < to; i++) {
            if (ints.get(order[i]) != first) {
                return 0;
            }
        }
        return -1;
    }

    private int prepareBytes(BytesVector column, int[] order, int from, int to, int offset) {
        byte[] data = column.data();
        int[] offsets = column.offsets();
        int start = offsets[order[from]];
        int shared = offsets[order[from] + 1] - start;
        int shortest = shared;
        int longest = shared;
        long compared = 0;
        for (int i = from + 1; i < to; i++) {
            int at = offsets[order[i]];
            int length = offsets[order[i] + 1] - at;
            shortest = Math.min(shortest, length);
            longest = Math.max(longest, length);
            shared = sharedLength(data, start, at, offset, Math.min(shared, length));
            compared += Math.max(shared - offset, 0) / WORD_BYTES;
        }
        read += compared;
        lost = compared - (long) (to - from - 1) * (Math.max(shared - offset, 0) / WORD_BYTES);
        if (shared == shortest && shared == longest) {
            return -1;
        }
        // Zeros stand for bytes that a value lacks: where nothing but zeros follows, the lengths tell the values apart.
        byLength = shared == shortest && onlyZerosBehind(column, order, from, to, shared);
        return shared;
    }

    private static boolean onlyZerosBehind(BytesVector column, int[] order, int from, int to, int shared) {
        byte[] data = column.data();
        for (int i = from; i < to; i++) {
            int end = column.offsets()[order[i] + 1];
            int stop = Math.min(end, column.start(order[i]) + shared + WORD_BYTES);
            for (int at = column.start(order[i]) + shared; at < stop; at++) {
                if (data[at] != 0) {
                    return false;
                }
            }
        }
        return true;
    }

    /** @return how many bytes two values share, of at most {@code limit}; the first {@code known} are equal */
    private static int sharedLength(byte[] data, int one, int other, int known, int limit) {
        int start = Math.min(known, limit);
        return start + Bytes.sharedLength(data, one + start, other + start, limit - start);
    }

    /**
     * Writes the words of rows {@code order[from]} to {@code order[to - 1]} to the same places of {@code into}.
     *
     * @return the bits in which the words differ
     */
    long fill(Vector column, int[] order, int from, int to, int offset, long[] into) {
        read += to - from;
        if (column instanceof BytesVector bytes) {
            byte[] data = bytes.data();
            int[] offsets = bytes.offsets();
            for (int i = from; i < to; i++) {
                int row = order[i];
                into[i] = Bytes.word(data, offsets[row], offsets[row + 1], offset);
            }
            if (byLength) {
                fillLengths(offsets, order, from, to, offset, into);
            }
        } else if (column instanceof LongVector longs) {
            long[] values = longs.values();
            for (int i = from; i < to; i++) {
                into[i] = values[order[i]] ^ Long.MIN_VALUE;
            }
        } else {
            int[] values = ((IntVector) column).values();
            for (int i = from; i < to; i++) {
                into[i] = (long) values[order[i]] ^ Long.MIN_VALUE;
            }
        }
        long varying = 0;
        for (int i = from + 1; i < to; i++) {
            varying |= into[i] ^ into[from];
        }
        return varying;
    }

    /** Lengths as far as a word reaches; longer values are equal so far and go on behind it. */
    private static void fillLengths(int[] offsets, int[] order, int from, int to, int offset, long[] into) {
        for (int i = from; i < to; i++) {
            int row = order[i];
            into[i] = Math.min(offsets[row + 1] - offsets[row] - offset, WORD_BYTES + 1);
        }
    }
}
