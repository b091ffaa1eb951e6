package sleeper.stepfunctions.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Makes files and folders that nobody but their owner may read, where the file system has such permissions. */
final class OwnersFiles {
    private static final FileAttribute<?>[] FILE = only("rw-------");
    private static final FileAttribute<?>[] FOLDER = only("rwx------");

    private OwnersFiles() {}

    private static FileAttribute<?>[] only(String permissions) {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    static void createDirectories(Path folder) throws IOException {
        Files.createDirectories(folder, FOLDER);
    }

    /** @param how APPEND or TRUNCATE_EXISTING, of a file that is there */
    static void write(Path file, String text, StandardOpenOption how) throws IOException {
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, how);
        try (SeekableByteChannel channel = Files.newByteChannel(file, options, FILE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
    }
}
