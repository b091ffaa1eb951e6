package sleeper.stepfunctions.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** Files of the owner that hold any text, also one that is no Unicode. All methods throw {@link UncheckedIOException} with the file. */
final class TextFiles {
    private static final String TEMPORARY = ".tmp";

    private TextFiles() {}

    /** The files of a directory, by name. */
    static List<Path> list(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("A directory of the executions could not be read: " + directory, e);
        }
    }

    static String read(Path file) {
        try {
            return StoreJson.decoded(Files.readString(file));
        } catch (IOException e) {
            throw notRead(file, e);
        }
    }

    /** The bytes of a file, which need not be text; none if it is not there. */
    static byte[] readBytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return new byte[0];
        } catch (IOException e) {
            throw notRead(file, e);
        }
    }

    private static UncheckedIOException notRead(Path file, IOException e) {
        return new UncheckedIOException("A file of the executions could not be read: " + file, e);
    }

    /** A reader sees the file whole, before or after. */
    static void replace(Path file, String text) {
        Path temporary = file.resolveSibling(file.getFileName() + TEMPORARY);
        try {
            OwnersFiles.write(temporary, StoreJson.encodable(text), StandardOpenOption.TRUNCATE_EXISTING);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("A file of the executions could not be written: " + file, e);
        }
    }

    static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("A file of the executions could not be deleted: " + file, e);
        }
    }
}
