package sleeper.statestore.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Files that are either there, whole and durable, or not there. A file is written beside its place, synced, and given its name
 * by a hard link, which the file system refuses if the name is taken: an exclusive create would let others see a torn file,
 * and a rename would replace theirs. The directory is synced last, since the name lives in it.
 */
final class DurableFiles {
    /** What a temporary file's name ends in; such files are seen by no reader. */
    static final String UNFINISHED = ".unfinished";

    private static final int MOST_TRIES = 5;
    private static final AtomicLong SEQUENCE = new AtomicLong();

    private DurableFiles() {}

    /** The write came as far as naming the file: it may be there, and it may not be durable. */
    static final class MayHaveHappenedException extends IOException {
        MayHaveHappenedException(IOException cause) {
            super(cause);
        }
    }

    /**
     * @return false if the name was taken
     * @throws MayHaveHappenedException if it is not known whether the file is there and durable
     * @throws IOException              if the file is not there
     */
    static boolean create(Path target, byte[] bytes) throws IOException {
        Path unfinished = writeUnfinished(target, bytes);
        try {
            return link(unfinished, target);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    /**
     * Puts a file in the place of the one that is there; readers see the old one or the new one.
     *
     * @throws MayHaveHappenedException as for {@link #create}
     */
    static void replace(Path target, byte[] bytes) throws IOException {
        Path unfinished = writeUnfinished(target, bytes);
        try {
            Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            syncDirectory(target.getParent());
        } catch (IOException e) {
            Files.deleteIfExists(unfinished);
            throw new MayHaveHappenedException(e);
        }
    }

    /** Gives a written and synced file its name. @return false if the name was taken */
    static boolean link(Path unfinished, Path target) throws IOException {
        try {
            Files.createLink(target, unfinished);
            Files.deleteIfExists(unfinished);
            syncDirectory(target.getParent());
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (IOException e) {
            throw new MayHaveHappenedException(e);
        }
    }

    private static Path writeUnfinished(Path target, byte[] bytes) throws IOException {
        Path unfinished = unfinishedFor(target);
        try (FileChannel channel = createUnfinished(unfinished)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        } catch (IOException e) {
            Files.deleteIfExists(unfinished);
            throw e;
        }
        return unfinished;
    }

    /** @return a name beside the target that no other thread or living process uses; whose it is can be read from it */
    static Path unfinishedFor(Path target) {
        return target.resolveSibling(
                "." + target.getFileName() + "." + ProcessHandle.current().pid() + "-"
                        + Long.toString(System.nanoTime(), 36) + "-" + SEQUENCE.incrementAndGet() + UNFINISHED);
    }

    /** @return the name of the file that an unfinished one was to become */
    static String targetOf(String unfinishedName) {
        String inner = unfinishedName.substring(1, unfinishedName.length() - UNFINISHED.length());
        return inner.substring(0, inner.lastIndexOf('.'));
    }

    /** @return id of the process that began an unfinished file */
    static long processOf(String unfinishedName) {
        String inner = unfinishedName.substring(1, unfinishedName.length() - UNFINISHED.length());
        String[] parts = inner.substring(inner.lastIndexOf('.') + 1).split("-", 2);
        return Long.parseLong(parts[0]);
    }

    static FileChannel createUnfinished(Path unfinished) throws IOException {
        for (int tries = 1; ; tries++) {
            try {
                return FileChannel.open(unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            } catch (NoSuchFileException e) {
                // The directory is not there yet, or was taken away because it was empty.
                if (tries == MOST_TRIES) {
                    throw e;
                }
                createDirectories(unfinished.getParent());
            }
        }
    }

    /** Makes a directory and those above it, durably. */
    static void createDirectories(Path directory) throws IOException {
        Deque<Path> missing = new ArrayDeque<>();
        for (Path at = directory; at != null && !Files.isDirectory(at); at = at.getParent()) {
            missing.push(at);
        }
        Files.createDirectories(directory);
        for (Path made : missing) {
            syncDirectory(made.getParent());
        }
    }

    static void syncDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /**
     * Tries whether the file system gives a file a second name and refuses a name that is taken; the log rests on it.
     *
     * @throws IOException if it does not
     */
    static void probeHardLinks(Path directory) throws IOException {
        createDirectories(directory);
        Path target = directory.resolve(".probe");
        Path probe = unfinishedFor(target);
        Path second = unfinishedFor(target);
        try {
            createUnfinished(probe).close();
            Files.createLink(second, probe);
            try {
                Files.createLink(second, probe);
                throw new IOException("a hard link replaced a file that was there");
            } catch (FileAlreadyExistsException expected) {
                // The name was taken and stayed so.
            }
        } catch (UnsupportedOperationException e) {
            throw new IOException("the file system has no hard links", e);
        } finally {
            Files.deleteIfExists(second);
            Files.deleteIfExists(probe);
        }
    }
}
