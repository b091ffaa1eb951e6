package sleeper.sort.encode;

import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.Type;
import sleeper.sort.column.Bytes;
import sleeper.sort.column.BytesVector;
import sleeper.sort.column.IntVector;
import sleeper.sort.column.LongVector;
import sleeper.sort.column.Vector;
import sleeper.sort.schema.LeafColumn;

/**
 * Encodes the levels and values of data pages (version 1). For one thread.
 *
 * <p>A page is its repetition levels, its definition levels, each with its length in 4 bytes before, and its values; a kind of levels of
 * which there is only 0 is left out, and a value that is null has a definition level and nothing else. Encodings
 * written are those that every reader in use knows: PLAIN, dictionary indexes, DELTA_BINARY_PACKED,
 * DELTA_LENGTH_BYTE_ARRAY and, for sorted text, DELTA_BYTE_ARRAY.
 *
 * <p><b>Cost.</b> A pass over the values for each part that is written; lengths and prefixes need 8 bytes a value of room, used again.
 *
 * <p>Format: README.md, "Data Pages"; <a href="https://github.com/apache/parquet-format/blob/master/Encodings.md">Encodings.md</a>.
 */
final class PageEncoder {
    private final DeltaEncoder delta = new DeltaEncoder();
    private final RleEncoder rle = new RleEncoder();
    private int[] lengths = new int[0];
    private int[] prefixes = new int[0];
    private final long[] bits = new long[8];

    /** Levels stand before the values, each with its length. */
    void levels(LeafColumn column, PageValues page, ByteSink into) {
        if (column.maxRepetition() > 0) {
            levels(page.repetitions(), page.entries(), column.maxRepetition(), into);
        }
        if (column.maxDefinition() > 0) {
            levels(page.definitions(), page.entries(), column.maxDefinition(), into);
        }
    }

    private void levels(int[] levels, int count, int max, ByteSink into) {
        int lengthAt = into.size();
        into.writeInt(0);
        rle.encode(levels, count, RleEncoder.widthOf(max), into);
        Bytes.putInt(into.data(), lengthAt, into.size() - lengthAt - 4);
    }

    Encoding values(LeafColumn column, Vector values, EncodingChoice.Kind kind, ByteSink into) {
        if (kind == EncodingChoice.Kind.DELTA) {
            return deltas(values, into);
        }
        if (kind == EncodingChoice.Kind.SHARED_PREFIX) {
            return withoutSharedPrefixes((BytesVector) values, into);
        }
        plain(column.type().physical(), values, into);
        return Encoding.PLAIN;
    }

    /** Indexes into a dictionary, with their bit width before. */
    void indexes(IntVector indexes, int dictionarySize, ByteSink into) {
        int width = RleEncoder.widthOf(Math.max(0, dictionarySize - 1));
        into.write(width);
        rle.encode(indexes.values(), indexes.size(), width, into);
    }

    private Encoding deltas(Vector values, ByteSink into) {
        if (values instanceof IntVector ints) {
            delta.encode(ints.values(), ints.size(), into);
            return DeltaEncoder.ENCODING;
        }
        if (values instanceof LongVector longs) {
            delta.encode(longs.values(), longs.size(), into);
            return DeltaEncoder.ENCODING;
        }
        BytesVector bytes = (BytesVector) values;
        int count = bytes.size();
        room(count);
        int[] offsets = bytes.offsets();
        for (int i = 0; i < count; i++) {
            lengths[i] = offsets[i + 1] - offsets[i];
        }
        delta.encode(lengths, count, into);
        into.write(bytes.data(), 0, bytes.dataSize());
        return Encoding.DELTA_LENGTH_BYTE_ARRAY;
    }

    private Encoding withoutSharedPrefixes(BytesVector values, ByteSink into) {
        int count = values.size();
        room(count);
        byte[] data = values.data();
        int[] offsets = values.offsets();
        for (int i = 0; i < count; i++) {
            int start = offsets[i];
            int length = offsets[i + 1] - start;
            int shared = i == 0
                    ? 0
                    : Bytes.sharedLength(data, offsets[i - 1], start, Math.min(start - offsets[i - 1], length));
            prefixes[i] = shared;
            lengths[i] = length - shared;
        }
        delta.encode(prefixes, count, into);
        delta.encode(lengths, count, into);
        int at = into.reserve(values.dataSize());
        byte[] target = into.data();
        int from = at;
        for (int i = 0; i < count; i++) {
            Bytes.copyLoose(data, offsets[i] + prefixes[i], target, at, lengths[i]);
            at += lengths[i];
        }
        into.advance(at - from);
        return Encoding.DELTA_BYTE_ARRAY;
    }

    private void room(int count) {
        if (lengths.length < count) {
            lengths = new int[count];
            prefixes = new int[count];
        }
    }

    void plain(Type type, Vector values, ByteSink into) {
        int count = values.size();
        if (type == Type.BOOLEAN) {
            booleans((IntVector) values, into);
        } else if (values instanceof IntVector ints) {
            int at = into.reserve(4 * count);
            for (int i = 0; i < count; i++) {
                Bytes.putInt(into.data(), at + 4 * i, ints.get(i));
            }
            into.advance(4 * count);
        } else if (values instanceof LongVector longs) {
            int at = into.reserve(8 * count);
            for (int i = 0; i < count; i++) {
                Bytes.putLong(into.data(), at + 8 * i, longs.get(i));
            }
            into.advance(8 * count);
        } else if (type == Type.BYTE_ARRAY) {
            BytesVector bytes = (BytesVector) values;
            for (int i = 0; i < count; i++) {
                into.writeInt(bytes.length(i));
                into.write(bytes.data(), bytes.start(i), bytes.length(i));
            }
        } else {
            BytesVector bytes = (BytesVector) values;
            into.write(bytes.data(), 0, bytes.dataSize());
        }
    }

    private void booleans(IntVector values, ByteSink into) {
        for (int i = 0; i < values.size(); i += 8) {
            for (int j = 0; j < 8; j++) {
                bits[j] = i + j < values.size() ? values.get(i + j) : 0;
            }
            into.writePacked(bits, 0, 8, 1);
        }
    }
}
