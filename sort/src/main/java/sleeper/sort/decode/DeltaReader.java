package sleeper.sort.decode;

import sleeper.sort.fault.BadInputException;

/**
 * DELTA_BINARY_PACKED: integers as packed differences. Gives 32-bit or 64-bit numbers. For one thread.
 *
 * <p>A head has the size of a block, its number of parts, the number of values and the first value. A block has its least difference,
 * the bit width of each part, and the parts: differences less the least one, packed. Sums wrap around, so that a
 * difference never needs more bits than the type has. Parts behind the last value are not stored, and the last part may
 * be cut short.
 *
 * <p><b>Invariant.</b> {@code last} is the value given last, and the deltas from {@code deltaPosition} on belong to the values that follow.
 * Sizes in the head are bounded before anything is allocated for them. <b>Cost.</b> One addition and one unpacked
 * number a value.
 *
 * <p>Format: Encodings.md, "Delta Encoding (DELTA_BINARY_PACKED = 5)".
 */
final class DeltaReader extends ValueDecoder {
    /** Most values in a block; writers use 128 and some up to a few thousands. */
    private static final int MAX_BLOCK = 1 << 16;

    private final BitReader in;
    private final int miniBlocks;
    private final int miniBlockSize;
    private final int total;
    private final long[] deltas;
    private int read;
    private long last;
    private long minDelta;
    private int widthsAt;
    private int miniBlock;
    private int deltaPosition;
    private int deltaCount;

    DeltaReader(byte[] data, int from, int end) {
        in = new BitReader(data, from, end);
        int blockSize = in.unsignedVarInt();
        miniBlocks = in.unsignedVarInt();
        if (blockSize <= 0
                || blockSize > MAX_BLOCK
                || miniBlocks <= 0
                || miniBlocks > blockSize
                || blockSize % miniBlocks != 0
                || (blockSize / miniBlocks) % 8 != 0) {
            throw BadInputException.corrupt(
                    "delta blocks of " + blockSize + " values in " + miniBlocks + " parts",
                    "at most " + MAX_BLOCK + " values in parts of a multiple of 8");
        }
        miniBlockSize = blockSize / miniBlocks;
        total = in.unsignedVarInt();
        last = in.zigZagVarLong();
        deltas = new long[miniBlockSize];
        miniBlock = miniBlocks;
    }

    /** @return number of values */
    int total() {
        return total;
    }

    /** @return where the encoded bytes end; known when all values were read */
    int end() {
        return in.position();
    }

    private void nextDeltas() {
        if (miniBlock == miniBlocks) {
            minDelta = in.zigZagVarLong();
            widthsAt = in.take(miniBlocks);
            miniBlock = 0;
        }
        int width = in.data()[widthsAt + miniBlock++];
        if (width < 0 || width > 64) {
            throw BadInputException.corrupt("a delta of " + width + " bits", "0 to 64");
        }
        int bytes = miniBlockSize / 8 * width;
        int left = in.end() - in.position();
        int start = in.takeUpTo(bytes);
        deltaCount = bytes <= left ? miniBlockSize : (int) (8L * left / width);
        if (deltaCount == 0) {
            throw BadInputException.corrupt("deltas beyond the end of the page", "");
        }
        BitReader.unpack(in.data(), start, width, deltas, 0, deltaCount);
        deltaPosition = 0;
    }

    @Override
    void longs(long[] out, int at, int count) {
        checkLeft(count);
        int done = 0;
        if (count > 0 && read == 0) {
            out[at] = last;
            read = 1;
            done = 1;
        }
        while (done < count) {
            if (deltaPosition == deltaCount) {
                nextDeltas();
            }
            int step = Math.min(count - done, deltaCount - deltaPosition);
            long value = last;
            for (int i = 0; i < step; i++) {
                value += minDelta + deltas[deltaPosition + i];
                out[at + done + i] = value;
            }
            last = value;
            deltaPosition += step;
            done += step;
            read += step;
        }
    }

    @Override
    void ints(int[] out, int at, int count) {
        checkLeft(count);
        int done = 0;
        if (count > 0 && read == 0) {
            out[at] = (int) last;
            read = 1;
            done = 1;
        }
        while (done < count) {
            if (deltaPosition == deltaCount) {
                nextDeltas();
            }
            int step = Math.min(count - done, deltaCount - deltaPosition);
            long value = last;
            for (int i = 0; i < step; i++) {
                value += minDelta + deltas[deltaPosition + i];
                out[at + done + i] = (int) value;
            }
            last = value;
            deltaPosition += step;
            done += step;
            read += step;
        }
    }

    private void checkLeft(int count) {
        if (count > total - read) {
            throw BadInputException.corrupt(
                    "a page with " + total + " delta-encoded values", "at least " + ((long) read + count));
        }
    }
}
