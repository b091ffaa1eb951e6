package sleeper.statestore.table;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * Columns of numbers and texts: each its length, then its values. Numbers are of 7 bits a byte, the least first, zigzag for
 * signs.
 */
final class ColumnOutput implements Closeable {
    private final DataOutputStream out;

    ColumnOutput(OutputStream out) {
        this.out = new DataOutputStream(new BufferedOutputStream(out));
    }

    void number(long value) throws IOException {
        long rest = (value << 1) ^ (value >> 63);
        while ((rest & ~0x7FL) != 0) {
            out.write((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    void flag(boolean value) throws IOException {
        out.writeBoolean(value);
    }

    void text(String value) throws IOException {
        bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    void bytes(byte[] value) throws IOException {
        number(value.length);
        out.write(value);
    }

    <T> void numbers(List<T> rows, ToLongFunction<T> column) throws IOException {
        number(rows.size());
        for (T row : rows) {
            number(column.applyAsLong(row));
        }
    }

    <T> void texts(List<T> rows, Function<T, String> column) throws IOException {
        number(rows.size());
        for (T row : rows) {
            text(column.apply(row));
        }
    }

    /** Texts of which neighbours share prefixes. */
    void sortedTexts(List<String> values) throws IOException {
        number(values.size());
        byte[] before = new byte[0];
        for (String value : values) {
            byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
            int mismatch = Arrays.mismatch(before, bytes);
            int shared = mismatch < 0 ? bytes.length : mismatch;
            number(shared);
            number(bytes.length - shared);
            out.write(bytes, shared, bytes.length - shared);
            before = bytes;
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
