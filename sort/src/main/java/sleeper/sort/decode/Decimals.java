package sleeper.sort.decode;

import java.math.BigInteger;
import java.util.Arrays;
import sleeper.core.error.ErrorCode;
import sleeper.core.schema.DecimalType;
import sleeper.sort.column.BytesVector;
import sleeper.sort.column.IntVector;
import sleeper.sort.column.LongVector;
import sleeper.sort.column.Vector;
import sleeper.sort.fault.BadInputException;

/** Puts a decimal's unscaled number into the form that the table's files have for its precision. */
final class Decimals {
    private final DecimalType type;
    private final byte[] fixed;
    private final byte[] unsigned = new byte[1 + Long.BYTES];

    /** @param typeLength bytes of the table's form, where that is bytes */
    Decimals(DecimalType type, int typeLength) {
        this.type = type;
        this.fixed = new byte[typeLength];
    }

    void append(long unscaled, Vector into) {
        if (into instanceof IntVector ints) {
            if (unscaled != (int) unscaled) {
                throw tooLarge(Long.toString(unscaled));
            }
            ints.append((int) unscaled);
        } else if (into instanceof LongVector longs) {
            longs.append(unscaled);
        } else {
            for (int i = 0; i < fixed.length; i++) {
                int shift = 8 * (fixed.length - 1 - i);
                fixed[i] = (byte) (unscaled >> Math.min(shift, 63));
            }
            ((BytesVector) into).append(fixed, 0, fixed.length);
        }
    }

    /** From a number of 64 bits without a sign. */
    void appendUnsigned(long unscaled, Vector into) {
        for (int i = 0; i < unsigned.length - 1; i++) {
            unsigned[1 + i] = (byte) (unscaled >>> (8 * (Long.BYTES - 1 - i)));
        }
        append(unsigned, 0, unsigned.length, into);
    }

    /** From big-endian bytes, which may be more or fewer than the table's form has. */
    void append(byte[] data, int start, int length, Vector into) {
        if (length == 0) {
            throw BadInputException.corrupt("a decimal of no bytes", "one byte or more");
        }
        byte sign = (byte) (data[start] >> 7);
        int width = into instanceof IntVector ? 4 : into instanceof LongVector ? 8 : fixed.length;
        int surplus = Math.max(0, length - width);
        for (int i = 0; i < surplus; i++) {
            if (data[start + i] != sign) {
                throw tooLarge(length);
            }
        }
        if (surplus > 0 && data[start + surplus] >> 7 != sign) {
            throw tooLarge(length);
        }
        int kept = length - surplus;
        if (into instanceof BytesVector bytes) {
            Arrays.fill(fixed, 0, width - kept, sign);
            System.arraycopy(data, start + surplus, fixed, width - kept, kept);
            bytes.append(fixed, 0, width);
            return;
        }
        long value = sign;
        for (int i = surplus; i < length; i++) {
            value = (value << 8) | (data[start + i] & 0xFF);
        }
        append(value, into);
    }

    private BadInputException tooLarge(int length) {
        return tooLarge(BigInteger.ONE.shiftLeft(8 * length - 1).toString() + " or so");
    }

    private BadInputException tooLarge(String found) {
        String shown = found.length() > 60 ? found.substring(0, 60) + "…" : found;
        return new BadInputException(
                ErrorCode.VALUE_OUT_OF_RANGE, "a decimal whose digits are " + shown, "numbers of " + type.describe());
    }
}
