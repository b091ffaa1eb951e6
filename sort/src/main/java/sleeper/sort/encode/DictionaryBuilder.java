package sleeper.sort.encode;

import java.util.Arrays;
import sleeper.sort.column.Bytes;
import sleeper.sort.column.BytesVector;
import sleeper.sort.column.IntVector;
import sleeper.sort.column.LongVector;
import sleeper.sort.column.Vector;
import sleeper.sort.schema.LeafType;

/**
 * Numbers the distinct values of a column in the order they come: a hash table with open addressing, at most half full.
 * For one thread.
 *
 * <p>Format: Encodings.md, "Dictionary Encoding (PLAIN_DICTIONARY = 2 and RLE_DICTIONARY = 8)".
 */
final class DictionaryBuilder {
    private final Vector source;
    private final Vector values;
    private final int maxBytes;
    private final int maxSize;
    private int[] slots = new int[1 << 10];
    private int bytes;

    /**
     * @param maxBytes bytes that the values may take, PLAIN
     * @param maxSize  most values
     */
    DictionaryBuilder(Vector source, int maxBytes, int maxSize) {
        this.source = source;
        this.values = newVector(source);
        this.maxBytes = maxBytes;
        this.maxSize = maxSize;
    }

    /** @return distinct values, by number */
    Vector values() {
        return values;
    }

    int size() {
        return values.size();
    }

    /** @return the number of the row's value; -1 if it is one value more than there may be */
    int indexOf(int row) {
        int mask = slots.length - 1;
        int slot = hash(source, row) & mask;
        while (slots[slot] != 0) {
            int index = slots[slot] - 1;
            if (isEqual(row, index)) {
                return index;
            }
            slot = slot + 1 & mask;
        }
        bytes += EncodingChoice.plainBytes(source, row);
        if (bytes > maxBytes || values.size() >= maxSize) {
            return -1;
        }
        values.appendFrom(source, row);
        slots[slot] = values.size();
        if (values.size() * 2 > slots.length) {
            rehash();
        }
        return values.size() - 1;
    }

    /** @return bounds of the values with these numbers */
    Bounds boundsOf(IntVector codes, LeafType type) {
        boolean[] seen = new boolean[values.size()];
        Vector used = newVector(source);
        for (int i = 0; i < codes.size(); i++) {
            int code = codes.get(i);
            if (!seen[code]) {
                seen[code] = true;
                used.appendFrom(values, code);
            }
        }
        return Bounds.of(type, used);
    }

    private static Vector newVector(Vector kind) {
        return kind instanceof BytesVector
                ? new BytesVector()
                : kind instanceof LongVector ? new LongVector() : new IntVector();
    }

    private void rehash() {
        slots = new int[slots.length * 4];
        int mask = slots.length - 1;
        for (int i = 0; i < values.size(); i++) {
            int slot = hash(values, i) & mask;
            while (slots[slot] != 0) {
                slot = slot + 1 & mask;
            }
            slots[slot] = i + 1;
        }
    }

    private boolean isEqual(int row, int index) {
        if (source instanceof BytesVector from) {
            BytesVector known = (BytesVector) values;
            return Arrays.equals(
                    from.data(),
                    from.start(row),
                    from.offsets()[row + 1],
                    known.data(),
                    known.start(index),
                    known.offsets()[index + 1]);
        }
        return source instanceof LongVector longs
                ? longs.get(row) == ((LongVector) values).get(index)
                : ((IntVector) source).get(row) == ((IntVector) values).get(index);
    }

    private static int hash(Vector vector, int row) {
        if (vector instanceof BytesVector from) {
            long hash = from.length(row);
            for (int offset = 0; offset < from.length(row); offset += 8) {
                hash = mix(hash ^ Bytes.word(from.data(), from.start(row), from.offsets()[row + 1], offset));
            }
            return (int) (hash >>> 32);
        }
        long value = vector instanceof LongVector longs ? longs.get(row) : ((IntVector) vector).get(row);
        return (int) (mix(value) >>> 32);
    }

    private static long mix(long value) {
        long mixed = value * 0x9E3779B97F4A7C15L;
        return mixed ^ mixed >>> 29;
    }
}
