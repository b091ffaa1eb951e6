package sleeper.core.util;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** What a file system refused, in words for people. */
public final class FileWords {
    private FileWords() {}

    /** @return what is wrong, without the file's name */
    public static String of(Exception error) {
        if (error instanceof AccessDeniedException) {
            return "permission denied";
        } else if (error instanceof FileAlreadyExistsException) {
            return "a file of that name is there already";
        } else if (error instanceof NoSuchFileException) {
            return "no such file or folder";
        } else if (error instanceof NotDirectoryException) {
            return "not a folder";
        } else if (error instanceof FileSystemException refused && refused.getReason() != null) {
            return refused.getReason();
        }
        return String.valueOf(error.getMessage());
    }
}
