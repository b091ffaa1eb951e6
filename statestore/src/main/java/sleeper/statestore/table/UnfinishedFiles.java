package sleeper.statestore.table;

import java.io.IOException;
import java.util.List;
import sleeper.core.file.FilePath;
import sleeper.core.util.Require;

/**
 * Port: what writers left behind that never became files, as a crash leaves it (temporary files, uploads that were not completed).
 * The store does not say whether a writer is still at work on one: who ends it asks the log, as for a file.
 */
public interface UnfinishedFiles {
    /**
     * A file that is not one yet.
     *
     * @param target the file that it is to become; several may be on their way to one
     * @param id     the store's own name for it, one for each with the same target
     */
    record Unfinished(FilePath target, String id) {
        public Unfinished {
            Require.notNull("target", target);
            Require.notBlank("id", id);
        }
    }

    /** @return what is unfinished below a directory, ascending by target and then by id */
    List<Unfinished> unfinished(FilePath prefix) throws IOException;

    /**
     * Takes an unfinished file away: its writer can then only fail. It is no error if it is gone, nor if it was finished meanwhile,
     * which leaves the file as it is.
     */
    void abort(Unfinished unfinished) throws IOException;

    /** A store that keeps no such things. */
    UnfinishedFiles NONE = new UnfinishedFiles() {
        @Override
        public List<Unfinished> unfinished(FilePath prefix) {
            return List.of();
        }

        @Override
        public void abort(Unfinished unfinished) {
            // There is none.
        }
    };
}
