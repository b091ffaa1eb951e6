package sleeper.statestore.table;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads what {@link ColumnOutput} wrote; the bytes were checked against their hash before. */
final class ColumnInput implements Closeable {
    private final DataInputStream in;

    ColumnInput(InputStream in) {
        this.in = new DataInputStream(new BufferedInputStream(in));
    }

    long number() throws IOException {
        long value = 0;
        int shift = 0;
        int next = in.readUnsignedByte();
        while ((next & 0x80) != 0 && shift < 63) {
            value |= (long) (next & 0x7F) << shift;
            shift += 7;
            next = in.readUnsignedByte();
        }
        value |= (long) next << shift;
        return (value >>> 1) ^ -(value & 1);
    }

    private int length() throws IOException {
        return Math.toIntExact(number());
    }

    boolean flag() throws IOException {
        return in.readBoolean();
    }

    String text() throws IOException {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    byte[] bytes() throws IOException {
        int length = length();
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException();
        }
        return bytes;
    }

    long[] numbers() throws IOException {
        long[] values = new long[length()];
        for (int i = 0; i < values.length; i++) {
            values[i] = number();
        }
        return values;
    }

    List<String> texts() throws IOException {
        int length = length();
        List<String> values = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            values.add(text());
        }
        return values;
    }

    List<String> sortedTexts() throws IOException {
        int length = length();
        List<String> values = new ArrayList<>(length);
        byte[] before = new byte[0];
        for (int i = 0; i < length; i++) {
            int shared = length();
            int rest = length();
            byte[] bytes = Arrays.copyOf(before, shared + rest);
            in.readFully(bytes, shared, rest);
            values.add(new String(bytes, StandardCharsets.UTF_8));
            before = bytes;
        }
        return values;
    }

    /** @throws IOException if more follows, or the bytes end before their own end */
    void expectEnd() throws IOException {
        if (in.read() >= 0) {
            throw new IOException("more than was to be read");
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
