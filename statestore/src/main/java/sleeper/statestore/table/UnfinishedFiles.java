package sleeper.statestore.table;

import java.io.IOException;
import java.util.List;
import sleeper.core.file.FilePath;

/**
 * Port: what writers left behind that never became files, as a crash leaves it (temporary files, unfinished uploads). They may be
 * deleted like files.
 */
public interface UnfinishedFiles {
    /** @return unfinished files below a directory, ascending */
    List<FilePath> unfinished(FilePath prefix) throws IOException;

    /** @return the file that an unfinished one was to become */
    FilePath targetOf(FilePath unfinished);

    /** @return whether nobody is at work on it any more: the process that began it has ended */
    boolean isAbandoned(FilePath unfinished);

    /** A store that keeps no such things. */
    UnfinishedFiles NONE = new UnfinishedFiles() {
        @Override
        public List<FilePath> unfinished(FilePath prefix) {
            return List.of();
        }

        @Override
        public FilePath targetOf(FilePath unfinished) {
            return unfinished;
        }

        @Override
        public boolean isAbandoned(FilePath unfinished) {
            return false;
        }
    };
}
