package sleeper.sort.decode;

import org.apache.parquet.format.Encoding;
import sleeper.sort.column.Bytes;
import sleeper.sort.fault.BadInputException;

/**
 * Reads a page's repetition and definition levels, which stand before its values. For one thread.
 *
 * <p>A definition level counts how many of the optional and repeated nodes on a column's path are there; a repetition level
 * says at which repeated node an entry goes on, 0 for the first entry of a row. In a version 1 page each kind of levels
 * has its length in 4 bytes before it and is a hybrid of runs (or, from old writers, bit-packed from the most
 * significant bit on, without a length); in a version 2 page the page's header has the lengths. A kind whose greatest
 * level is 0 is not stored.
 *
 * <p><b>Invariant.</b> Every level given is in the range that the schema allows, and {@link #position} never passes the end of the page.
 * <b>Cost.</b> Nothing for each entry where all have the usual level in one run, which is how columns without a null come; else a byte and
 * one unpacked number an entry.
 *
 * <p>Format: <a href="https://github.com/apache/parquet-format/blob/master/README.md">README.md</a>, "Nested Encoding", "Nulls", "Data
 * Pages"; Encodings.md, "Run Length Encoding / Bit-Packing Hybrid" and "Bit-packed (Deprecated)".
 */
final class LevelReader {
    private final byte[] data;
    private final int end;
    private int position;

    LevelReader(byte[] data, int from, int end) {
        this.data = data;
        this.position = from;
        this.end = end;
    }

    /** @return where the bytes behind the levels start */
    int position() {
        return position;
    }

    /**
     * Levels of a version 1 page.
     *
     * @param usual the level that nearly all entries have
     * @return the levels; null if all are the usual one
     */
    byte[] v1(int max, Encoding encoding, int count, int usual) {
        if (max == 0) {
            return null;
        }
        if (encoding == Encoding.BIT_PACKED) {
            return bitPacked(max, count);
        }
        if (encoding != Encoding.RLE) {
            throw BadInputException.corrupt("levels in encoding " + encoding, "RLE or BIT_PACKED");
        }
        int length = end - position < 4 ? -1 : Bytes.getInt(data, position);
        if (length < 0 || length > end - position - 4) {
            throw BadInputException.corrupt(
                    "levels of " + length + " bytes where " + (end - position) + " are left", "");
        }
        position += 4;
        return v2(max, length, count, usual);
    }

    /** Levels of a version 2 page, which are always in runs. */
    byte[] v2(int max, int length, int count, int usual) {
        int start = position;
        position += length;
        if (max == 0 || count == 0) {
            return null;
        }
        RleReader reader = new RleReader(data, start, start + length, width(max));
        if (reader.isRunOf(usual, count)) {
            return null;
        }
        int[] levels = new int[Math.min(count, 4096)];
        byte[] result = new byte[count];
        for (int done = 0; done < count; done += levels.length) {
            int step = Math.min(levels.length, count - done);
            reader.read(levels, 0, step);
            for (int i = 0; i < step; i++) {
                result[done + i] = checked(levels[i], max);
            }
        }
        return result;
    }

    /** The deprecated form: most significant bit first, no length before. */
    private byte[] bitPacked(int max, int count) {
        int width = width(max);
        long bytes = ((long) count * width + 7) / 8;
        if (bytes > end - position) {
            throw BadInputException.corrupt(
                    "levels of " + bytes + " bytes where " + (end - position) + " are left", "");
        }
        byte[] result = new byte[count];
        long bit = 8L * position;
        for (int i = 0; i < count; i++) {
            int level = 0;
            for (int j = 0; j < width; j++, bit++) {
                level = (level << 1) | ((data[(int) (bit >>> 3)] >>> (7 - (bit & 7))) & 1);
            }
            result[i] = checked(level, max);
        }
        position += (int) bytes;
        return result;
    }

    private static byte checked(int level, int max) {
        if (level < 0 || level > max) {
            throw BadInputException.corrupt("a level of " + level, "0 to " + max);
        }
        return (byte) level;
    }

    private static int width(int max) {
        return 32 - Integer.numberOfLeadingZeros(max);
    }
}
