package sleeper.core.file;

import java.io.IOException;

/** The content of a file is not the one that was pinned. */
public final class FileChangedException extends IOException {
    public FileChangedException(FilePath path, FileVersion pinned, String found) {
        super("File " + path + " was pinned as " + pinned + " and is now " + found);
    }
}
