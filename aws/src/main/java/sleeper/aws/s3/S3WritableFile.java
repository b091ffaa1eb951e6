package sleeper.aws.s3;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Optional;
import java.util.zip.CRC32C;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePath;
import sleeper.core.file.WritableFile;

/**
 * A file on its way to S3: put whole if it is no longer than a part, an upload otherwise.
 *
 * <p>Memory: what was written, rounded up to a power of two, until a part is full; then the part that is filled and those under way,
 * at most 40 MiB as long as parts have 8 MiB, and 160 MiB for the largest files.
 */
final class S3WritableFile implements WritableFile {
    /** The longest file that is put whole. */
    static final int PART_BYTES = PartSizes.FIRST_BYTES;

    private static final int LEAST_BUFFER_BYTES = 16 << 10;
    private static final ByteBuffer NONE = ByteBuffer.allocate(0);

    private final S3Creation creation;
    private final PartSizes sizes;
    private final CRC32C whole = new CRC32C();
    private ByteBuffer part = NONE;
    private int partNumber = 1;
    private Optional<S3Upload> upload = Optional.empty();
    private long position;
    private Optional<Throwable> failure = Optional.empty();
    private boolean ended;
    private boolean visible;

    S3WritableFile(S3Creation creation, PartSizes sizes) {
        this.creation = creation;
        this.sizes = sizes;
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        requireUsable();
        try {
            append(bytes);
        } catch (IOException | RuntimeException | Error e) {
            failure = Optional.of(e);
            throw e;
        }
    }

    /** A file that lacks bytes of one call must not be committed by another. */
    private void requireUsable() throws IOException {
        if (ended) {
            throw new ClosedChannelException();
        }
        if (failure.isPresent()) {
            throw new IOException(
                    "File " + path() + " lacks bytes that could not be written: " + failure.get(), failure.get());
        }
    }

    private void append(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            int partBytes = sizes.bytesOf(partNumber, path());
            if (part.position() == partBytes) {
                sendPart();
                continue;
            }
            int length = Math.min(partBytes - part.position(), bytes.remaining());
            makeRoom(length, partBytes);
            part.put(bytes.slice().limit(length));
            bytes.position(bytes.position() + length);
            position += length;
        }
    }

    /** Doubles what there is, so that a small file takes little; a file in parts fills each. */
    private void makeRoom(int bytes, int partBytes) {
        if (part.remaining() < bytes) {
            int doubled = Math.max(LEAST_BUFFER_BYTES, 2 * Math.max(part.capacity(), part.position() + bytes));
            int capacity = upload.isPresent() ? partBytes : Math.min(doubled, partBytes);
            part = ByteBuffer.allocate(capacity).put(part.flip());
        }
    }

    private void sendPart() throws IOException {
        if (upload.isEmpty()) {
            upload = Optional.of(creation.beginUpload(sizes));
        }
        ByteBuffer full = part.flip();
        whole.update(full.duplicate());
        part = NONE;
        partNumber++;
        upload.get().add(full);
    }

    private FilePath path() {
        return creation.path();
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public FileInfo commit() throws IOException {
        requireUsable();
        ended = true;
        FileInfo info = upload.isPresent() ? complete(upload.get()) : creation.put(part.flip());
        visible = true;
        part = NONE;
        return info;
    }

    private FileInfo complete(S3Upload done) throws IOException {
        if (part.position() > 0) {
            sendPart();
        }
        return creation.complete(done.parts(position), Crc32c.encoded(whole));
    }

    @Override
    public void close() throws IOException {
        ended = true;
        part = NONE;
        if (!visible && upload.isPresent()) {
            S3Upload left = upload.get();
            upload = Optional.empty();
            left.abort();
        }
    }
}
