package sleeper.core.file;

import java.io.IOException;

/** The content of a file is not the one that was pinned. */
public final class FileChangedException extends IOException {
    private final String difference;

    /** @param found what is there now, for people */
    public FileChangedException(FilePath path, FileVersion pinned, String found) {
        this(path, found + ", where " + pinned + " was");
    }

    private FileChangedException(FilePath path, String difference) {
        super("File " + path + " has changed: " + difference);
        this.difference = difference;
    }

    /** @return what is there now and what was, for people */
    public String difference() {
        return difference;
    }
}
