package sleeper.sort.decode;

import sleeper.sort.column.BytesVector;
import sleeper.sort.fault.BadInputException;

/**
 * BYTE_STREAM_SPLIT: all first bytes, then all second bytes, and so on, since such streams compress better.
 *
 * <p>Format: Encodings.md, "Byte Stream Split (BYTE_STREAM_SPLIT = 9)".
 */
final class ByteStreamSplitDecoder extends ValueDecoder {
    private final byte[] data;
    private final int from;
    private final int width;
    private final int total;
    private int next;

    ByteStreamSplitDecoder(byte[] data, int from, int end, int width) {
        if (width <= 0 || (end - from) % width != 0) {
            throw BadInputException.corrupt(
                    "a page of " + (end - from) + " bytes", "a multiple of the value's " + width + " bytes");
        }
        this.data = data;
        this.from = from;
        this.width = width;
        this.total = (end - from) / width;
    }

    private int take(int count) {
        if (count > total - next) {
            throw BadInputException.corrupt("a page with " + total + " values", "at least " + ((long) next + count));
        }
        int first = next;
        next += count;
        return from + first;
    }

    @Override
    void ints(int[] out, int at, int count) {
        int start = take(count);
        for (int i = 0; i < count; i++) {
            int value = 0;
            for (int part = 0; part < 4; part++) {
                value |= (data[start + i + part * total] & 0xFF) << (8 * part);
            }
            out[at + i] = value;
        }
    }

    @Override
    void longs(long[] out, int at, int count) {
        int start = take(count);
        for (int i = 0; i < count; i++) {
            long value = 0;
            for (int part = 0; part < 8; part++) {
                value |= (data[start + i + part * total] & 0xFFL) << (8 * part);
            }
            out[at + i] = value;
        }
    }

    @Override
    void bytes(BytesVector out, int count) {
        int start = take(count);
        byte[] value = new byte[width];
        for (int i = 0; i < count; i++) {
            for (int part = 0; part < width; part++) {
                value[part] = data[start + i + part * total];
            }
            out.append(value, 0, width);
        }
    }

    @Override
    void expectEnd() {
        if (next != total) {
            throw surplus((total - next) * width);
        }
    }
}
