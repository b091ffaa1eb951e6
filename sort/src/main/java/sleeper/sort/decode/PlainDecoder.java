package sleeper.sort.decode;

import org.apache.parquet.format.Type;
import sleeper.sort.column.Bytes;
import sleeper.sort.column.BytesVector;
import sleeper.sort.fault.BadInputException;
import sleeper.sort.format.FormatLimits;

/**
 * PLAIN: values one after the other, little-endian; booleans a bit each; byte arrays with 4 bytes of length before
 * each. A length is held against the bytes that are left before anything is taken for it.
 *
 * <p>Format: Encodings.md, "Plain (PLAIN = 0)".
 */
final class PlainDecoder extends ValueDecoder {
    private static final int INT96_BYTES = 12;

    private final byte[] data;
    private final BitReader in;
    private final Type type;
    private final int fixedLength;
    private int bit;

    PlainDecoder(byte[] data, int from, int end, Type type, int typeLength) {
        this.data = data;
        this.in = new BitReader(data, from, end);
        this.type = type;
        this.fixedLength = type == Type.INT96 ? INT96_BYTES : typeLength;
    }

    @Override
    void ints(int[] out, int at, int count) {
        if (type == Type.BOOLEAN) {
            booleans(out, at, count);
            return;
        }
        int start = in.take(4L * count);
        for (int i = 0; i < count; i++) {
            out[at + i] = Bytes.getInt(data, start + 4 * i);
        }
    }

    private void booleans(int[] out, int at, int count) {
        for (int i = 0; i < count; i++) {
            if (bit == 0) {
                in.take(1);
            }
            out[at + i] = data[in.position() - 1] >>> bit & 1;
            bit = (bit + 1) & 7;
        }
    }

    @Override
    void longs(long[] out, int at, int count) {
        int start = in.take(8L * count);
        for (int i = 0; i < count; i++) {
            out[at + i] = Bytes.getLong(data, start + 8 * i);
        }
    }

    @Override
    void bytes(BytesVector out, int count) {
        if (type == Type.BYTE_ARRAY) {
            variable(out, count);
        } else {
            fixed(out, count);
        }
    }

    private void variable(BytesVector out, int count) {
        int position = in.position();
        int end = in.end();
        out.reserveBytes(end - position);
        int row = out.size();
        out.grow(count);
        byte[] target = out.data();
        int[] offsets = out.offsets();
        int to = offsets[row];
        for (int i = 1; i <= count; i++) {
            int start = position + 4;
            // Behind the end there is slack to read a length from; it is judged with what was left.
            int length = Bytes.getInt(data, position);
            if (length < 0 || length > end - start || length > FormatLimits.VALUE_BYTES) {
                throw badLength(length, end - start);
            }
            Bytes.copyLoose(data, start, target, to, length);
            to += length;
            position = start + length;
            offsets[row + i] = to;
        }
        in.take(position - in.position());
    }

    private void fixed(BytesVector out, int count) {
        int start = in.take((long) fixedLength * count);
        out.reserveBytes((long) fixedLength * count);
        int row = out.size();
        out.grow(count);
        int[] offsets = out.offsets();
        int to = offsets[row];
        System.arraycopy(data, start, out.data(), to, fixedLength * count);
        for (int i = 1; i <= count; i++) {
            offsets[row + i] = to + i * fixedLength;
        }
    }

    @Override
    void expectEnd() {
        expectPadding(data, in.position(), in.end());
    }

    static BadInputException badLength(long length, int left) {
        return length > FormatLimits.VALUE_BYTES && length <= left
                ? BadInputException.limit("a value of " + length + " bytes", "at most " + FormatLimits.VALUE_BYTES)
                : BadInputException.corrupt(
                        "a value of " + length + " bytes where " + left + " are left in the page", "");
    }
}
