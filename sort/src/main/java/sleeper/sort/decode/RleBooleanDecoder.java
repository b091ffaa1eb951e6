package sleeper.sort.decode;

import sleeper.sort.column.Bytes;
import sleeper.sort.fault.BadInputException;

/** RLE: booleans in the hybrid of runs and bit-packed groups, with 4 bytes of length before. */
final class RleBooleanDecoder extends ValueDecoder {
    private final RleReader reader;

    RleBooleanDecoder(byte[] data, int from, int end) {
        int length = end - from < 4 ? -1 : Bytes.getInt(data, from);
        if (length < 0 || length > end - from - 4) {
            throw BadInputException.corrupt("a run of " + length + " bytes in a page of " + (end - from), "");
        }
        reader = new RleReader(data, from + 4, from + 4 + length, 1);
    }

    @Override
    void ints(int[] out, int at, int count) {
        reader.read(out, at, count);
    }
}
