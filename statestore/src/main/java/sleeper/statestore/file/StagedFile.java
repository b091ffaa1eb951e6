package sleeper.statestore.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A file that comes in bit by bit, and that nobody sees before it is whole and durable. It is written at the top of its bucket, under a
 * name that no reader of {@link LocalFileStore} finds, and not beside its place: the folders on the way to its place are made when it is
 * whole, so that none is left behind by one that never is. For one thread.
 */
public final class StagedFile implements AutoCloseable {
    /** What staged files are to become, as their names say: no file of a table or a job has it, so whoever stages may clear them all. */
    private static final String NAME = "staged";

    private static final int MOST_TRIES = 5;

    private final Path path;
    private final FileChannel channel;

    private StagedFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** @param bucket folder of the bucket; it is there */
    public static StagedFile begin(Path bucket) throws IOException {
        Path path = DurableFiles.unfinishedFor(bucket.resolve(NAME));
        return new StagedFile(path, DurableFiles.createUnfinished(path));
    }

    /** @return whether a file of this name is one that is being written, which is no file of a bucket yet */
    public static boolean isUnfinished(String name) {
        return DurableFiles.isUnfinished(name);
    }

    /** @return where it is written; its length, time and inode stay when it gets its place */
    public Path path() {
        return path;
    }

    /** @return what takes its bytes */
    public FileChannel channel() {
        return channel;
    }

    /**
     * Gives it its place, durably, where nothing is yet. Folders on the way are made.
     *
     * @param place in the same bucket
     * @return false if something is there
     * @throws IOException if it may have its place or not; the message says why
     */
    public boolean create(Path place) throws IOException {
        channel.force(true);
        return inFolder(place, () -> DurableFiles.link(path, place));
    }

    /**
     * Puts it in the place of a file that may be there, durably: readers see that one or this one.
     *
     * @param place in the same bucket; no folder
     * @throws IOException if it may have its place or not; the message says why
     */
    public void replace(Path place) throws IOException {
        channel.force(true);
        boolean unused = inFolder(place, () -> {
            try {
                Files.move(path, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (AtomicMoveNotSupportedException e) {
                throw new IOException(
                        place + " is on another file system than its bucket. Make the whole bucket a link to there", e);
            }
            DurableFiles.syncDirectory(place.getParent());
            return true;
        });
    }

    /** A move of a file. */
    @FunctionalInterface
    private interface Move {
        boolean tried() throws IOException;
    }

    /** Whoever deletes the last file of a folder takes the folder away as well, at any time. */
    private static boolean inFolder(Path place, Move move) throws IOException {
        for (int tries = 1; ; tries++) {
            DurableFiles.createDirectories(place.getParent());
            try {
                return move.tried();
            } catch (DurableFiles.MayHaveHappenedException e) {
                if (tries == MOST_TRIES || !(e.failure() instanceof NoSuchFileException)) {
                    throw e.failure();
                }
            } catch (NoSuchFileException e) {
                if (tries == MOST_TRIES) {
                    throw e;
                }
            }
        }
    }

    /** Deletes it, unless it has its place. */
    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(path);
    }

    /**
     * Deletes what was left staged in a bucket by a process that has ended. For the only one that stages there, while it stages nothing.
     *
     * @param bucket folder of the bucket
     */
    public static void deleteAbandoned(Path bucket) throws IOException {
        if (!Files.isDirectory(bucket)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(bucket, StagedFile::isStaged)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    private static boolean isStaged(Path file) {
        String name = file.getFileName().toString();
        return DurableFiles.isUnfinished(name)
                && DurableFiles.targetOf(name).equals(NAME)
                && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }
}
