package sleeper.statestore.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sleeper.core.util.Require;

/**
 * Files that are either there, whole and durable, or not there. A file is written beside its place, synced, and given its name
 * by a hard link, which the file system refuses if the name is taken: an exclusive create would let others see a torn file,
 * and a rename would replace theirs. The directory is synced last, since the name lives in it.
 */
final class DurableFiles {
    /** What a temporary file's name ends in; such files are seen by no reader. */
    static final String UNFINISHED = ".unfinished";

    /** The file it is to become, the process that began it, and what makes it unique. */
    private static final Pattern UNFINISHED_FORM =
            Pattern.compile("\\.(.+)\\.([0-9]{1,18})--?[0-9a-z]+-[0-9]+" + Pattern.quote(UNFINISHED), Pattern.DOTALL);

    private static final Logger LOG = LoggerFactory.getLogger(DurableFiles.class);
    private static final int MOST_TRIES = 5;
    private static final AtomicLong SEQUENCE = new AtomicLong();

    private DurableFiles() {}

    /** The write came as far as naming the file: it may be there, and it may not be durable. */
    static final class MayHaveHappenedException extends IOException {
        MayHaveHappenedException(IOException cause) {
            super(cause);
        }

        /** @return what failed */
        IOException failure() {
            return (IOException) getCause();
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
            deleteQuietly(unfinished);
        }
    }

    /**
     * Puts a file in the place of the one that is there; readers see the old one or the new one.
     *
     * @param attributes of the new file, from when it is made; none for a file of its owner alone
     * @throws MayHaveHappenedException as for {@link #create}
     */
    static void replace(Path target, byte[] bytes, FileAttribute<?>... attributes) throws IOException {
        Path unfinished = writeUnfinished(target, bytes, attributes);
        try {
            Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            syncDirectory(target.getParent());
        } catch (IOException e) {
            deleteQuietly(unfinished);
            throw new MayHaveHappenedException(e);
        }
    }

    /** Gives a written and synced file its name. @return false if the name was taken */
    static boolean link(Path unfinished, Path target) throws IOException {
        try {
            Files.createLink(target, unfinished);
            deleteQuietly(unfinished);
            syncDirectory(target.getParent());
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (IOException e) {
            throw new MayHaveHappenedException(e);
        }
    }

    private static Path writeUnfinished(Path target, byte[] bytes, FileAttribute<?>... attributes) throws IOException {
        Path unfinished = unfinishedFor(target);
        try (FileChannel channel = createUnfinished(unfinished, attributes)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        } catch (IOException e) {
            deleteQuietly(unfinished);
            throw e;
        }
        return unfinished;
    }

    /** What cannot be deleted is left to be collected; whether the file has its name does not hang on it. */
    private static void deleteQuietly(Path unfinished) {
        try {
            Files.deleteIfExists(unfinished);
        } catch (IOException e) {
            LOG.warn("{} is left to be collected: {}", unfinished, e.toString());
        }
    }

    /** @return a name beside the target that no other thread or living process uses; whose it is can be read from it */
    static Path unfinishedFor(Path target) {
        return target.resolveSibling(
                "." + target.getFileName() + "." + ProcessHandle.current().pid() + "-"
                        + Long.toString(System.nanoTime(), 36) + "-" + SEQUENCE.incrementAndGet() + UNFINISHED);
    }

    /** @return whether it is the name of an unfinished file, and not one that a stranger made up */
    static boolean isUnfinished(String name) {
        return UNFINISHED_FORM.matcher(name).matches();
    }

    /** @return the name of the file that an unfinished one was to become */
    static String targetOf(String unfinishedName) {
        return part(unfinishedName, 1);
    }

    /** @return id of the process that began an unfinished file */
    static long processOf(String unfinishedName) {
        return Long.parseLong(part(unfinishedName, 2));
    }

    private static String part(String unfinishedName, int group) {
        Matcher matcher = UNFINISHED_FORM.matcher(unfinishedName);
        Require.that(matcher.matches(), "not the name of an unfinished file: " + unfinishedName);
        return matcher.group(group);
    }

    static FileChannel createUnfinished(Path unfinished, FileAttribute<?>... attributes) throws IOException {
        for (int tries = 1; ; tries++) {
            try {
                if (tries > 1) {
                    createDirectories(unfinished.getParent());
                }
                return FileChannel.open(
                        unfinished,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        attributes.length == 0 ? OwnerOnly.file() : attributes);
            } catch (NoSuchFileException e) {
                // The directory is not there yet, or one on the way to it was taken away because it was empty.
                if (tries == MOST_TRIES) {
                    throw e;
                }
            }
        }
    }

    /** Deletes what processes that have ended left unfinished below a folder. What comes or goes meanwhile is passed over. */
    static void deleteAbandoned(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (isAbandoned(file.getFileName().toString())) {
                    deleteQuietly(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException failure) {
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** @return whether it is the name of an unfinished file whose process has ended */
    static boolean isAbandoned(String name) {
        return isUnfinished(name) && ProcessHandle.of(processOf(name)).isEmpty();
    }

    /** Makes a directory and those above it, durably. */
    static void createDirectories(Path directory) throws IOException {
        Deque<Path> missing = new ArrayDeque<>();
        for (Path at = directory; at != null && !Files.isDirectory(at); at = at.getParent()) {
            missing.push(at);
        }
        OwnerOnly.createDirectories(directory);
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
