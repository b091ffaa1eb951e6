package sleeper.sort.encode;

import org.apache.parquet.format.Encoding;

/**
 * DELTA_BINARY_PACKED: blocks of 128 values in four parts of 32. For one thread.
 *
 * <p><b>Invariant.</b> Differences are taken, and the least of a block subtracted, modulo the size of the type, so that none needs more bits
 * than the type has, whatever the values. A part is packed in the bits of its own largest difference; one without
 * values has its width and no bytes. <b>Cost.</b> Three passes over a block that fits the first cache.
 *
 * <p>Format: Encodings.md, "Delta Encoding (DELTA_BINARY_PACKED = 5)".
 */
final class DeltaEncoder {
    static final Encoding ENCODING = Encoding.DELTA_BINARY_PACKED;

    private static final int BLOCK = 128;
    private static final int PARTS = 4;
    private static final int PART = BLOCK / PARTS;

    private final long[] deltas = new long[BLOCK];

    void encode(long[] values, int count, ByteSink into) {
        header(count, count == 0 ? 0 : values[0], into);
        for (int start = 1; start < count; start += BLOCK) {
            int size = Math.min(BLOCK, count - start);
            long least = Long.MAX_VALUE;
            for (int i = 0; i < size; i++) {
                long delta = values[start + i] - values[start + i - 1];
                deltas[i] = delta;
                least = Math.min(least, delta);
            }
            block(size, least, -1L, into);
        }
    }

    /** Differences of 32-bit values are taken in 32 bits, so that they need no more. */
    void encode(int[] values, int count, ByteSink into) {
        header(count, count == 0 ? 0 : values[0], into);
        for (int start = 1; start < count; start += BLOCK) {
            int size = Math.min(BLOCK, count - start);
            int least = Integer.MAX_VALUE;
            for (int i = 0; i < size; i++) {
                int delta = values[start + i] - values[start + i - 1];
                deltas[i] = delta;
                least = Math.min(least, delta);
            }
            block(size, least, 0xFFFF_FFFFL, into);
        }
    }

    private static void header(int count, long first, ByteSink into) {
        into.writeUnsignedVarLong(BLOCK);
        into.writeUnsignedVarLong(PARTS);
        into.writeUnsignedVarLong(count);
        into.writeZigZagVarLong(first);
    }

    private void block(int size, long least, long mask, ByteSink into) {
        into.writeZigZagVarLong(least);
        int widths = into.reserve(PARTS);
        into.advance(PARTS);
        for (int i = 0; i < size; i++) {
            deltas[i] = deltas[i] - least & mask;
        }
        for (int i = size; i < BLOCK; i++) {
            deltas[i] = 0;
        }
        for (int part = 0; part < PARTS; part++) {
            long used = 0;
            int from = part * PART;
            for (int i = from; i < from + PART; i++) {
                used |= deltas[i];
            }
            int width = 64 - Long.numberOfLeadingZeros(used);
            into.data()[widths + part] = (byte) width;
            // Parts behind the last value are not stored.
            if (from < size) {
                into.writePacked(deltas, from, PART, width);
            }
        }
    }
}
