package sleeper.sort.decode;

import java.util.Arrays;
import sleeper.sort.fault.BadInputException;

/**
 * Reads the hybrid of runs and bit-packed groups that holds levels, dictionary indexes and booleans. For one thread.
 *
 * <p>A header, a variable-length number, comes before each run. Its lowest bit is 0 for one value repeated so many times as the
 * rest says, the value in as few whole bytes as the width needs; it is 1 for so many groups of eight values, each value
 * in {@code width} bits, least significant bit first. The padding of a page's last group may be missing.
 *
 * <p><b>Invariant.</b> {@code runLeft} values of the run at hand are still to be given; a run of none is refused, so that reading always
 * gets on. <b>Cost.</b> One fill a repeated run; packed values are unpacked a group at a time, from a byte's start.
 *
 * <p>Format: Encodings.md, "Run Length Encoding / Bit-Packing Hybrid (RLE = 3)".
 */
final class RleReader {
    private final BitReader in;
    private final int width;
    private int runLeft;
    private boolean packed;
    private int runValue;
    private int packedStart;
    private int packedPosition;

    RleReader(byte[] data, int from, int end, int width) {
        if (width < 0 || width > 32) {
            throw BadInputException.corrupt("a bit width of " + width, "0 to 32");
        }
        this.in = new BitReader(data, from, end);
        this.width = width;
    }

    /** @return whether the next {@code count} values are all {@code value} in one run */
    boolean isRunOf(int value, int count) {
        if (runLeft == 0) {
            nextRun();
        }
        return !packed && runValue == value && runLeft >= count;
    }

    void read(int[] out, int at, int count) {
        int done = 0;
        while (done < count) {
            if (runLeft == 0) {
                nextRun();
            }
            int step = Math.min(count - done, runLeft);
            if (packed) {
                unpack(out, at + done, step);
            } else {
                Arrays.fill(out, at + done, at + done + step, runValue);
            }
            runLeft -= step;
            done += step;
        }
    }

    private void unpack(int[] out, int at, int count) {
        int done = 0;
        // What is read at once starts at a byte: at first up to the end of a group of eight, then whole groups.
        int misfit = packedPosition & 7;
        if (misfit != 0) {
            int[] group = new int[8];
            int step = Math.min(count, 8 - misfit);
            BitReader.unpack(in.data(), packedStart + (packedPosition >>> 3) * width, width, group, 0, misfit + step);
            System.arraycopy(group, misfit, out, at, step);
            done = step;
            packedPosition += step;
        }
        if (done < count) {
            int start = packedStart + (packedPosition >>> 3) * width;
            BitReader.unpack(in.data(), start, width, out, at + done, count - done);
            packedPosition += count - done;
        }
    }

    private void nextRun() {
        int header = in.unsignedVarInt();
        int length = header >>> 1;
        packed = (header & 1) == 1;
        if (packed) {
            // The last group of a page may be cut short by writers that leave its padding out.
            long bytes = (long) length * width;
            int left = in.end() - in.position();
            packedStart = in.takeUpTo(bytes);
            packedPosition = 0;
            long values = bytes <= left || width == 0 ? 8L * length : 8L * left / width;
            runLeft = (int) Math.min(values, Integer.MAX_VALUE);
        } else {
            int bytes = (width + 7) / 8;
            int start = in.take(bytes);
            runValue = 0;
            for (int i = 0; i < bytes; i++) {
                runValue |= (in.data()[start + i] & 0xFF) << (8 * i);
            }
            runLeft = length;
        }
        if (runLeft == 0) {
            throw BadInputException.corrupt("an encoded run of no values", "runs of one value or more");
        }
    }
}
