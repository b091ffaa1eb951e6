package sleeper.sort.spill;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;
import sleeper.core.error.RunFailedException;
import sleeper.sort.fault.DiskFaults;

/**
 * A temporary file that is written in large pieces, each in sequence, and read at any position. Opened when first written, and
 * unlinked at once, so that nothing stays behind however the process ends. Not mapped into memory, so that resident memory is
 * what was asked for. For many threads.
 */
public class SpillFile implements Closeable {
    /** The JDK keeps a native buffer of the size of a transfer for each thread: transfers are kept small. */
    private static final int TRANSFER_BYTES = 1 << 20;

    private final Path directory;
    private final SpillListener listener;
    private final AtomicLong end = new AtomicLong();
    private FileChannel channel;

    /** @param directory where the file is made; must exist when something is written */
    public SpillFile(Path directory) {
        this(directory, SpillListener.NONE);
    }

    /**
     * @param directory where the file is made; must exist when something is written
     * @param listener  told of each write
     */
    public SpillFile(Path directory, SpillListener listener) {
        this.directory = directory;
        this.listener = listener;
    }

    /**
     * Keeps a place in the file. Until it is written it takes no disk, nor if it never is.
     *
     * @return where it starts
     */
    public long reserve(int length) {
        return end.getAndAdd(length);
    }

    /**
     * @return where the bytes were written
     * @throws RunFailedException {@code DISK_FULL}
     */
    public long write(byte[] data, int length) throws IOException {
        long position = reserve(length);
        write(position, data, length);
        return position;
    }

    /**
     * Writes to a place that was reserved.
     *
     * @throws RunFailedException {@code DISK_FULL}
     */
    public void write(long position, byte[] data, int length) throws IOException {
        try {
            FileChannel to = open();
            for (int done = 0; done < length; ) {
                ByteBuffer piece = ByteBuffer.wrap(data, done, Math.min(TRANSFER_BYTES, length - done));
                done += to.write(piece, position + done);
            }
        } catch (IOException e) {
            throw DiskFaults.explain("the spill file in " + directory, e);
        }
        if (length > 0) {
            listener.spilled(length);
        }
    }

    /** Reads bytes that were written, to the start of {@code into}. */
    public void read(long position, byte[] into, int length) throws IOException {
        FileChannel from = open();
        for (int done = 0; done < length; ) {
            ByteBuffer piece = ByteBuffer.wrap(into, done, Math.min(TRANSFER_BYTES, length - done));
            int read = from.read(piece, position + done);
            if (read < 0) {
                throw new EOFException("the spill file in " + directory + " ends at " + from.size());
            }
            done += read;
        }
    }

    private synchronized FileChannel open() throws IOException {
        if (channel == null) {
            Path path = Files.createTempFile(directory, "sleeper-", ".spill");
            channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
            Files.delete(path);
        }
        return channel;
    }

    @Override
    public synchronized void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}
