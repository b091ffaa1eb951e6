package sleeper.statestore.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FileOutcomeUnknownException;
import sleeper.core.file.FilePath;
import sleeper.core.file.WritableFile;

/** A file being written beside its place, and linked into it on commit. */
final class LocalWritableFile implements WritableFile {
    private final LocalFileStore store;
    private final FilePath path;
    private final Path target;
    private final Path unfinished;
    private final FileChannel channel;
    private long position;

    LocalWritableFile(LocalFileStore store, FilePath path, Path target) throws IOException {
        this.store = store;
        this.path = path;
        this.target = target;
        this.unfinished = DurableFiles.unfinishedFor(target);
        this.channel = DurableFiles.createUnfinished(unfinished);
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            position += channel.write(bytes);
        }
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public FileInfo commit() throws IOException {
        channel.force(true);
        FileInfo info = store.infoOf(path, unfinished).orElseThrow(() -> new NoSuchFileException(path.toString()));
        try {
            if (!DurableFiles.link(unfinished, target)) {
                throw new FileAlreadyExistsException(path.toString());
            }
        } catch (DurableFiles.MayHaveHappenedException e) {
            throw takenBack(info) ? e.failure() : new FileOutcomeUnknownException(path, e.failure());
        }
        return info;
    }

    /** Nothing is under way any more, so that a file that may have its name, but not durably, can be made one that never was. */
    private boolean takenBack(FileInfo own) {
        try {
            if (store.infoOf(path, target).filter(own::equals).isPresent()) {
                Files.delete(target);
                DurableFiles.syncDirectory(target.getParent());
            }
            return true;
        } catch (NoSuchFileException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(unfinished);
    }
}
