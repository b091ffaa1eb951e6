package sleeper.core.file;

import java.io.IOException;

/**
 * A file was to be made visible, and whether it is, or will be, is not known: the request was on its way when it failed. Looking once
 * more does not decide it, since a store looks itself where that can. So nothing at the path may be taken for granted: it is neither
 * named as written, nor deleted, nor written again, until whoever may decide over its writer has decided.
 */
public final class FileOutcomeUnknownException extends IOException {
    private final FilePath path;

    /** @param cause how the request failed */
    public FileOutcomeUnknownException(FilePath path, IOException cause) {
        super("Whether file " + path + " was created is not known: " + cause, cause);
        this.path = path;
    }

    /** @return where the file is, if it is there */
    public FilePath path() {
        return path;
    }
}
