package sleeper.sort.column;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Words inside byte arrays. */
public final class Bytes {
    /** Bytes behind the end of a buffer that {@link #copyLoose} and word reads may touch. */
    public static final int SLACK = 16;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG_BE = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private Bytes() {}

    public static long getLong(byte[] from, int at) {
        return (long) LONG.get(from, at);
    }

    public static long getLongBigEndian(byte[] from, int at) {
        return (long) LONG_BE.get(from, at);
    }

    public static int getInt(byte[] from, int at) {
        return (int) INT.get(from, at);
    }

    public static void putLong(byte[] to, int at, long value) {
        LONG.set(to, at, value);
    }

    public static void putInt(byte[] to, int at, int value) {
        INT.set(to, at, value);
    }

    /** Copies exactly the bytes asked for; short ones as two words that overlap, which is faster than a call. */
    public static void copy(byte[] from, int start, byte[] to, int at, int length) {
        if (length >= 8) {
            if (length <= 16) {
                long head = getLong(from, start);
                long tail = getLong(from, start + length - 8);
                putLong(to, at, head);
                putLong(to, at + length - 8, tail);
            } else {
                System.arraycopy(from, start, to, at, length);
            }
        } else if (length >= 4) {
            int head = getInt(from, start);
            int tail = getInt(from, start + length - 4);
            putInt(to, at, head);
            putInt(to, at + length - 4, tail);
        } else {
            for (int i = 0; i < length; i++) {
                to[at + i] = from[start + i];
            }
        }
    }

    /** Like {@link #copy}, but may also read and overwrite up to {@link #SLACK} bytes behind; for appending front to back. */
    public static void copyLoose(byte[] from, int start, byte[] to, int at, int length) {
        if (length <= 16) {
            long head = getLong(from, start);
            long tail = getLong(from, start + 8);
            putLong(to, at, head);
            putLong(to, at + 8, tail);
        } else {
            System.arraycopy(from, start, to, at, length);
        }
    }

    /**
     * The 8 bytes at an offset of a value as an unsigned number, zeros where the value has ended.
     *
     * @param start  where the value starts in {@code data}
     * @param end    where it ends; {@link #SLACK} bytes behind it can be read
     * @param offset bytes of the value that are left out
     */
    public static long word(byte[] data, int start, int end, int offset) {
        int left = end - start - offset;
        if (left >= 8) {
            return getLongBigEndian(data, start + offset);
        }
        return left <= 0 ? 0 : getLongBigEndian(data, start + offset) & (-1L << (64 - 8 * left));
    }

    /** @return how many bytes two stretches of {@code data} share at their starts, at most {@code limit} */
    public static int sharedLength(byte[] data, int one, int other, int limit) {
        int at = 0;
        while (at + 8 <= limit) {
            long difference = getLong(data, one + at) ^ getLong(data, other + at);
            if (difference != 0) {
                return at + (Long.numberOfTrailingZeros(difference) >>> 3);
            }
            at += 8;
        }
        while (at < limit && data[one + at] == data[other + at]) {
            at++;
        }
        return at;
    }
}
