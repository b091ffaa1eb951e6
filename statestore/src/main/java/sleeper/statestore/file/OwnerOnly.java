package sleeper.statestore.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files and folders for their owner alone: what a home holds may be others' data, and keys that somebody wrote where they do not belong.
 * Where the file system has no such permissions, they are as it makes them.
 */
public final class OwnerOnly {
    private static final Logger LOG = LoggerFactory.getLogger(OwnerOnly.class);
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");

    /** What is ours in a home, which may be a folder that has other things too. */
    private static final List<String> OF_A_HOME = List.of(
            "instance.properties",
            "tables",
            "buckets",
            "jobs",
            "queues",
            "stepfunctions",
            "ecs",
            "kubernetes",
            "emr",
            "emr-serverless",
            "spark",
            "s3",
            "logs",
            "mailbox",
            "local.json",
            "local.lock",
            "console.key",
            "console.port",
            "console.html");

    /** The bit of a folder that many users share, such as that of temporary files. */
    private static final int STICKY = 01000;

    private OwnerOnly() {}

    /** @return attributes of a new file */
    public static FileAttribute<?>[] file() {
        return attributes(FILE);
    }

    private static FileAttribute<?>[] attributes(Set<PosixFilePermission> permissions) {
        return POSIX
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }

    /** Makes a folder and those above it; what is there stays as it is. */
    public static Path createDirectories(Path folder) throws IOException {
        return Files.isDirectory(folder) ? folder : Files.createDirectories(folder, attributes(FOLDER));
    }

    /**
     * Makes a folder, durably.
     *
     * @throws FileAlreadyExistsException if something is there
     */
    public static void createDirectory(Path folder) throws IOException {
        Path unused = Files.createDirectory(folder, attributes(FOLDER));
        DurableFiles.syncDirectory(folder.getParent());
    }

    /** Writes a file anew, or over what is there. */
    public static void write(Path file, String text) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING),
                file())) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
    }

    /**
     * @param path of something that is there
     * @return whether its owner alone may use it, or the file system has no such permissions
     */
    public static boolean isProtected(Path path) throws IOException {
        return !POSIX || FOLDER.containsAll(Files.getPosixFilePermissions(path));
    }

    /**
     * Takes what an earlier version has left open in a home away from others. Links are not followed. What cannot be changed, since it is
     * another's, is only logged.
     */
    public static void protect(Path home) {
        if (!POSIX || !Files.isDirectory(home)) {
            return;
        }
        try {
            for (String name : OF_A_HOME) {
                Path path = home.resolve(name);
                if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                    protectFolder(path);
                } else if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                    set(path, FILE);
                }
            }
            if (((Integer) Files.getAttribute(home, "unix:mode") & STICKY) == 0) {
                set(home, FOLDER);
            }
        } catch (IOException e) {
            LOG.warn("{} may be open to others: {}", home, e.toString());
        }
    }

    /** The folder itself comes last: if it is closed, all below it was. */
    private static void protectFolder(Path folder) throws IOException {
        if (Files.getPosixFilePermissions(folder).equals(FOLDER)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile()) {
                    set(file, FILE);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException failure) throws IOException {
                set(visited, FOLDER);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void set(Path path, Set<PosixFilePermission> permissions) throws IOException {
        if (!Files.getPosixFilePermissions(path).equals(permissions)) {
            Files.setPosixFilePermissions(path, permissions);
        }
    }
}
