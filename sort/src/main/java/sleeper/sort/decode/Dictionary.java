package sleeper.sort.decode;

import sleeper.sort.column.BytesVector;
import sleeper.sort.column.IntVector;
import sleeper.sort.column.LongVector;
import sleeper.sort.column.Vector;
import sleeper.sort.fault.BadInputException;

/**
 * A column chunk's dictionary, and the decoder of pages that refer to it. The dictionary page, PLAIN, comes first in a
 * chunk; a data page then has the bit width in one byte and indexes in the hybrid of runs and packed groups. An index
 * beyond the dictionary is refused.
 *
 * <p>Format: Encodings.md, "Dictionary Encoding (PLAIN_DICTIONARY = 2 and RLE_DICTIONARY = 8)".
 */
final class Dictionary {
    private final Vector values;
    private final int longest;

    Dictionary(Vector values) {
        this.values = values;
        int found = 0;
        if (values instanceof BytesVector bytes) {
            for (int i = 0; i < bytes.size(); i++) {
                found = Math.max(found, bytes.length(i));
            }
        }
        this.longest = found;
    }

    /** A page: one byte of bit width, then indexes. */
    ValueDecoder decoder(byte[] data, int from, int end) {
        if (from >= end) {
            // A page whose rows are all null has no indexes and with some writers no bit width either.
            return new Decoder(new RleReader(data, end, end, 0));
        }
        return new Decoder(new RleReader(data, from + 1, end, data[from]));
    }

    private final class Decoder extends ValueDecoder {
        private final RleReader indexes;
        private int[] buffer = new int[0];

        Decoder(RleReader indexes) {
            this.indexes = indexes;
        }

        @Override
        int longestExpanded() {
            return longest;
        }

        private int[] next(int count) {
            if (buffer.length < count) {
                buffer = new int[count];
            }
            indexes.read(buffer, 0, count);
            int size = values.size();
            for (int i = 0; i < count; i++) {
                if (Integer.compareUnsigned(buffer[i], size) >= 0) {
                    throw BadInputException.corrupt(
                            "dictionary index " + Integer.toUnsignedString(buffer[i]), "less than " + size);
                }
            }
            return buffer;
        }

        @Override
        void ints(int[] out, int at, int count) {
            int[] index = next(count);
            int[] from = ((IntVector) values).values();
            for (int i = 0; i < count; i++) {
                out[at + i] = from[index[i]];
            }
        }

        @Override
        void longs(long[] out, int at, int count) {
            int[] index = next(count);
            long[] from = ((LongVector) values).values();
            for (int i = 0; i < count; i++) {
                out[at + i] = from[index[i]];
            }
        }

        @Override
        void bytes(BytesVector out, int count) {
            BytesVector from = (BytesVector) values;
            int[] index = next(count);
            BytesCopy.byIndex(from, index, 0, count, BytesCopy.bytesOf(from, index, 0, count), out);
        }
    }
}
