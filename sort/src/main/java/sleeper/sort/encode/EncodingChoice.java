package sleeper.sort.encode;

import org.apache.parquet.format.Type;
import sleeper.sort.column.Bytes;
import sleeper.sort.column.BytesVector;
import sleeper.sort.column.IntVector;
import sleeper.sort.column.LongVector;
import sleeper.sort.column.Vector;
import sleeper.sort.schema.LeafColumn;

/**
 * Decides on a sample how a column chunk's values are encoded: a dictionary costs a look-up a value and is tried only
 * where few values are distinct; differences are packed only where they are smaller than the values; prefixes are left
 * out only where they are shared. Reads at most 512 rows a chunk, at equal distances. A wrong guess costs bytes, never
 * rows.
 */
final class EncodingChoice {
    private static final int SAMPLE = 512;
    /** Up to this share of distinct values in the sample a dictionary is tried. */
    private static final double DICTIONARY_SHARE = 0.4;
    /** Up to this share of a value's bits, differences are worth their packing. */
    private static final double DELTA_SHARE = 0.8;
    /** From this share of their bytes on, it pays to leave out what values share with the ones before. */
    private static final double PREFIX_SHARE = 0.2;
    /** Consecutive values whose differences are packed together. */
    private static final int PART = 32;

    private EncodingChoice() {}

    /** How values are encoded. */
    enum Kind {
        PLAIN,
        DELTA,
        /** Byte arrays without what each shares with the start of the one before. */
        SHARED_PREFIX
    }

    static boolean mayUseDictionary(LeafColumn column, Vector source, int[] order, int from, int to) {
        if (column.isNested() || column.type().physical() == Type.BOOLEAN || to - from < 64) {
            return false;
        }
        int count = Math.min(SAMPLE, to - from);
        DictionaryBuilder distinct = new DictionaryBuilder(source, Integer.MAX_VALUE, count);
        int sampled = 0;
        for (int i = 0; i < count; i++) {
            int row = order[from + (int) ((long) i * (to - from) / count)];
            if (!source.isNull(row)) {
                distinct.indexOf(row);
                sampled++;
            }
        }
        return distinct.size() <= DICTIONARY_SHARE * sampled;
    }

    /** @return how to encode values that are not in a dictionary */
    static Kind withoutDictionary(LeafColumn column, Vector source, int[] order, int from, int to) {
        return switch (column.type().physical()) {
            case BYTE_ARRAY ->
                !column.isNested() && prefixesPay((BytesVector) source, order, from, to)
                        ? Kind.SHARED_PREFIX
                        : Kind.DELTA;
            case INT32, INT64 -> !column.isNested() && deltaPays(source, order, from, to) ? Kind.DELTA : Kind.PLAIN;
            default -> Kind.PLAIN;
        };
    }

    private static boolean prefixesPay(BytesVector source, int[] order, int from, int to) {
        long shared = 0;
        long length = 0;
        int step = Math.max(1, (to - from) / SAMPLE);
        for (int i = from; i + 1 < to; i += step) {
            int before = order[i];
            int row = order[i + 1];
            length += source.length(row);
            shared += Bytes.sharedLength(
                    source.data(),
                    source.start(before),
                    source.start(row),
                    Math.min(source.length(before), source.length(row)));
        }
        return shared > PREFIX_SHARE * length;
    }

    private static boolean deltaPays(Vector source, int[] order, int from, int to) {
        long bits = 0;
        int parts = 0;
        int width = source instanceof IntVector ? 32 : 64;
        int step = Math.max(PART + 1, (to - from) / 8);
        for (int start = from; start + PART < to; start += step) {
            long least = Long.MAX_VALUE;
            long most = Long.MIN_VALUE;
            for (int i = start; i < start + PART; i++) {
                long delta = number(source, order[i + 1]) - number(source, order[i]);
                least = Math.min(least, delta);
                most = Math.max(most, delta);
            }
            bits += Math.min(width, 64 - Long.numberOfLeadingZeros(most - least));
            parts++;
        }
        return parts > 0 && bits <= DELTA_SHARE * width * parts;
    }

    private static long number(Vector source, int row) {
        return source instanceof IntVector ints ? ints.get(row) : ((LongVector) source).get(row);
    }

    /** @return bytes of a value in a dictionary page */
    static int plainBytes(Vector source, int row) {
        return source instanceof BytesVector bytes ? 4 + bytes.length(row) : source instanceof IntVector ? 4 : 8;
    }
}
