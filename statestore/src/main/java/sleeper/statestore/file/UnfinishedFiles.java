package sleeper.statestore.file;

import java.io.IOException;
import java.util.List;
import sleeper.core.file.FilePath;

/**
 * What writers left behind that never became files, as a crash leaves it; the garbage collector asks for it where a store keeps such
 * things. They may be deleted like files.
 */
public interface UnfinishedFiles {
    /** @return unfinished files below a directory, ascending */
    List<FilePath> unfinished(FilePath prefix) throws IOException;

    /** @return the file that an unfinished one was to become */
    FilePath targetOf(FilePath unfinished);
}
