package sleeper.sort.decode;

import java.util.Arrays;
import org.apache.parquet.format.Encoding;
import sleeper.sort.column.Bytes;
import sleeper.sort.column.BytesVector;
import sleeper.sort.fault.BadInputException;
import sleeper.sort.format.FormatLimits;

/**
 * DELTA_LENGTH_BYTE_ARRAY: all lengths as deltas, then all bytes; and DELTA_BYTE_ARRAY, in which each value leaves out
 * what it shares with the start of the one before: the shared lengths, then the rest as DELTA_LENGTH_BYTE_ARRAY.
 *
 * <p>Format: Encodings.md, "Delta-length byte array (DELTA_LENGTH_BYTE_ARRAY = 6)" and "Delta Strings (DELTA_BYTE_ARRAY = 7)".
 */
final class DeltaBytesDecoder extends ValueDecoder {
    private final byte[] data;
    private final BitReader in;
    private final int[] prefixes;
    private final int[] lengths;
    private int next;
    private byte[] last = new byte[64];
    private int lastLength;
    private int longest = -1;

    DeltaBytesDecoder(Encoding encoding, byte[] data, int from, int end, int maxValues) {
        this.data = data;
        int position = from;
        int[] shared = null;
        if (encoding == Encoding.DELTA_BYTE_ARRAY) {
            DeltaReader prefixReader = new DeltaReader(data, position, end);
            shared = all(prefixReader, maxValues);
            position = prefixReader.end();
        }
        prefixes = shared;
        DeltaReader lengthReader = new DeltaReader(data, position, end);
        lengths = all(lengthReader, maxValues);
        if (prefixes != null && prefixes.length != lengths.length) {
            throw BadInputException.corrupt(
                    prefixes.length + " prefixes and " + lengths.length + " suffixes", "equal counts");
        }
        in = new BitReader(data, lengthReader.end(), end);
    }

    private static int[] all(DeltaReader reader, int maxValues) {
        if (reader.total() > maxValues) {
            throw BadInputException.corrupt(
                    reader.total() + " lengths in a page of " + maxValues + " values", "no more than values");
        }
        int[] numbers = new int[reader.total()];
        reader.ints(numbers, 0, numbers.length);
        return numbers;
    }

    @Override
    void bytes(BytesVector out, int count) {
        if (count > lengths.length - next) {
            throw BadInputException.corrupt(
                    "a page with " + lengths.length + " delta-encoded values", "at least " + ((long) next + count));
        }
        if (prefixes == null) {
            appendWhole(out, count);
        } else {
            appendWithPrefixes(out, count);
        }
        next += count;
    }

    private void appendWhole(BytesVector out, int count) {
        long total = 0;
        for (int i = next; i < next + count; i++) {
            int length = lengths[i];
            if (length < 0 || length > FormatLimits.VALUE_BYTES) {
                throw PlainDecoder.badLength(length, in.end() - in.position());
            }
            total += length;
        }
        int start = in.take(total);
        out.reserveBytes(total);
        int row = out.size();
        out.grow(count);
        int[] offsets = out.offsets();
        int to = offsets[row];
        System.arraycopy(data, start, out.data(), to, (int) total);
        for (int i = 0; i < count; i++) {
            to += lengths[next + i];
            offsets[row + i + 1] = to;
        }
    }

    private void appendWithPrefixes(BytesVector out, int count) {
        for (int i = next; i < next + count; i++) {
            int prefix = prefixes[i];
            int suffix = lengths[i];
            long length = (long) prefix + suffix;
            if (prefix < 0 || suffix < 0 || prefix > lastLength || length > FormatLimits.VALUE_BYTES) {
                throw BadInputException.corrupt(
                        "a value of " + suffix + " bytes after " + prefix + " of the value before",
                        "at most " + lastLength + " shared and " + FormatLimits.VALUE_BYTES + " in all");
            }
            int start = in.take(suffix);
            if (last.length < length) {
                last = Arrays.copyOf(last, (int) Math.max(length, 2L * last.length));
            }
            Bytes.copy(data, start, last, prefix, suffix);
            lastLength = (int) length;
            out.append(last, 0, lastLength);
        }
    }

    /** Of all the page's values, also those that were read: looked for once. */
    @Override
    int longestExpanded() {
        if (longest < 0) {
            long found = 0;
            for (int i = 0; prefixes != null && i < lengths.length; i++) {
                found = Math.max(found, (long) prefixes[i] + lengths[i]);
            }
            longest = (int) Math.min(found, FormatLimits.VALUE_BYTES);
        }
        return longest;
    }

    @Override
    void expectEnd() {
        expectPadding(data, in.position(), in.end());
    }
}
