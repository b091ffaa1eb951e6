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
    private final int end;
    private final int total;
    private int next;

    /** @param total values of the page, which is how many bytes of each stream there are */
    ByteStreamSplitDecoder(byte[] data, int from, int end, int width, int total) {
        if ((long) total * width > end - from) {
            throw BadInputException.corrupt(
                    "a page of " + (end - from) + " bytes", "at least " + total + " values of " + width + " bytes");
        }
        this.data = data;
        this.from = from;
        this.end = end;
        this.width = width;
        this.total = total;
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
        expectPadding(data, from + total * width, end);
    }
}
