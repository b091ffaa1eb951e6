package sleeper.statestore.file;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileVersion;
import sleeper.core.file.ReadableFile;

/** A pinned file. The pin is checked after opening and after each read, so bytes that were handed out are the pinned ones. */
final class LocalReadableFile implements ReadableFile {
    private final LocalFileStore store;
    private final FilePath path;
    private final Path real;
    private final FileChannel channel;
    private final FileInfo info;

    LocalReadableFile(LocalFileStore store, FilePath path, Path real, FileVersion version) throws IOException {
        this.store = store;
        this.path = path;
        this.real = real;
        this.channel = FileChannel.open(real, StandardOpenOption.READ);
        try {
            this.info = store.pinned(path, real, version);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public FileInfo info() {
        return info;
    }

    @Override
    public boolean waits() {
        return false;
    }

    @Override
    public void readFully(long position, ByteBuffer into) throws IOException {
        long at = position;
        boolean ended = false;
        while (into.hasRemaining() && !ended) {
            int read = channel.read(into, at);
            ended = read < 0;
            at += Math.max(read, 0);
        }
        store.pinned(path, real, info.version());
        if (ended) {
            throw new EOFException(path + " ends at " + at + ", " + into.remaining() + " bytes too early");
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
