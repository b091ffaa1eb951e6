package sleeper.sort.encode;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import sleeper.core.file.WritableFile;

/** Writes to a file in large pieces and takes the hash of what it writes. For one thread. */
final class HashedOutput extends OutputStream {
    private static final int BUFFER_BYTES = 256 << 10;

    private final WritableFile file;
    private final MessageDigest sha256;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int size;
    private long position;

    HashedOutput(WritableFile file) {
        this.file = file;
        try {
            this.sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** @return bytes written so far */
    long position() {
        return position;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] from, int start, int length) throws IOException {
        position += length;
        if (length >= BUFFER_BYTES) {
            flush();
            emit(from, start, length);
            return;
        }
        if (size + length > BUFFER_BYTES) {
            flush();
        }
        System.arraycopy(from, start, buffer, size, length);
        size += length;
    }

    private void emit(byte[] from, int start, int length) throws IOException {
        sha256.update(from, start, length);
        file.write(ByteBuffer.wrap(from, start, length));
    }

    @Override
    public void flush() throws IOException {
        if (size > 0) {
            emit(buffer, 0, size);
            size = 0;
        }
    }

    /** @return hash of all bytes, in lower-case hexadecimal; once, at the end */
    String hash() {
        return HexFormat.of().formatHex(sha256.digest());
    }
}
