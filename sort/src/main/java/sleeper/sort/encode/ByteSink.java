package sleeper.sort.encode;

import java.io.OutputStream;
import java.util.Arrays;
import sleeper.sort.column.Bytes;

/** Bytes being put together, in an array that grows and is used again. For one thread. */
final class ByteSink extends OutputStream {
    private byte[] data = new byte[1 << 16];
    private int size;

    byte[] data() {
        return data;
    }

    int size() {
        return size;
    }

    void clear() {
        size = 0;
    }

    /** Makes room for so many bytes, and for a few more that may be overwritten; returns where they go. */
    int reserve(int bytes) {
        if (data.length < (long) size + bytes + Bytes.SLACK) {
            data = Arrays.copyOf(data, (int)
                    Math.min(Integer.MAX_VALUE - 16, Math.max(2L * data.length, (long) size + bytes + Bytes.SLACK)));
        }
        return size;
    }

    /** Counts bytes as there that were put where {@link #reserve} said. */
    void advance(int bytes) {
        size += bytes;
    }

    @Override
    public void write(int value) {
        reserve(1);
        data[size++] = (byte) value;
    }

    @Override
    public void write(byte[] from, int start, int length) {
        reserve(length);
        System.arraycopy(from, start, data, size, length);
        size += length;
    }

    void writeInt(int value) {
        int at = reserve(4);
        Bytes.putInt(data, at, value);
        size += 4;
    }

    void writeUnsignedVarLong(long value) {
        reserve(10);
        long left = value;
        while ((left & ~0x7FL) != 0) {
            data[size++] = (byte) (left | 0x80);
            left >>>= 7;
        }
        data[size++] = (byte) left;
    }

    void writeZigZagVarLong(long value) {
        writeUnsignedVarLong(value << 1 ^ value >> 63);
    }

    /** Writes numbers of a fixed number of bits, least significant bit first; their count is a multiple of 8. */
    void writePacked(long[] values, int from, int count, int width) {
        int at = reserve((int) ((long) count * width / 8));
        long word = 0;
        int bits = 0;
        for (int i = from; i < from + count; i++) {
            long value = values[i];
            word |= value << bits;
            bits += width;
            if (bits >= 64) {
                Bytes.putLong(data, at, word);
                at += 8;
                bits -= 64;
                word = bits == 0 ? 0 : value >>> (width - bits);
            }
        }
        for (; bits > 0; bits -= 8) {
            data[at++] = (byte) word;
            word >>>= 8;
        }
        size = at;
    }
}
