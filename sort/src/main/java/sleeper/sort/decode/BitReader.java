package sleeper.sort.decode;

import sleeper.sort.column.Bytes;
import sleeper.sort.fault.BadInputException;

/** Numbers of a variable and of a fixed number of bits, least significant bit first. Static functions and a position. */
final class BitReader {
    private final byte[] data;
    private final int end;
    private int position;

    /** {@link Bytes#SLACK} bytes behind {@code end} must be readable. */
    BitReader(byte[] data, int from, int end) {
        this.data = data;
        this.position = from;
        this.end = end;
    }

    byte[] data() {
        return data;
    }

    int position() {
        return position;
    }

    int end() {
        return end;
    }

    /** Passes over bytes and returns where they start. */
    int take(long bytes) {
        if (bytes < 0 || bytes > end - position) {
            throw BadInputException.corrupt(
                    "an encoded run of " + bytes + " bytes where " + (end - position) + " are left", "");
        }
        int start = position;
        position += (int) bytes;
        return start;
    }

    /** Like {@link #take}, but takes what is left where less is left. */
    int takeUpTo(long bytes) {
        int start = position;
        position += (int) Math.min(bytes, end - position);
        return start;
    }

    int unsignedVarInt() {
        long value = unsignedVarLong();
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw BadInputException.corrupt("an encoded number of " + value, "0 to " + Integer.MAX_VALUE);
        }
        return (int) value;
    }

    long unsignedVarLong() {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            int next = data[take(1)];
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw BadInputException.corrupt("an encoded number of more than 10 bytes", "");
    }

    long zigZagVarLong() {
        long value = unsignedVarLong();
        return (value >>> 1) ^ -(value & 1);
    }

    /** Unpacks numbers of up to 32 bits that start at a byte. */
    static void unpack(byte[] data, int start, int width, int[] out, int at, int count) {
        long mask = (1L << width) - 1;
        long bit = 8L * start;
        for (int i = 0; i < count; i++) {
            out[at + i] = (int) (Bytes.getLong(data, (int) (bit >>> 3)) >>> (bit & 7) & mask);
            bit += width;
        }
    }

    /** Unpacks numbers of up to 64 bits that start at a byte. */
    static void unpack(byte[] data, int start, int width, long[] out, int at, int count) {
        if (width <= 56) {
            long mask = (1L << width) - 1;
            long bit = 8L * start;
            for (int i = 0; i < count; i++) {
                out[at + i] = Bytes.getLong(data, (int) (bit >>> 3)) >>> (bit & 7) & mask;
                bit += width;
            }
            return;
        }
        long mask = width == 64 ? -1L : (1L << width) - 1;
        for (int i = 0; i < count; i++) {
            long bit = 8L * start + (long) i * width;
            int index = (int) (bit >>> 3);
            int shift = (int) (bit & 7);
            long value = Bytes.getLong(data, index) >>> shift;
            if (shift + width > 64) {
                value |= Bytes.getLong(data, index + 8) << (64 - shift);
            }
            out[at + i] = value & mask;
        }
    }
}
