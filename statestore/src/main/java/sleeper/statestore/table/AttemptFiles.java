package sleeper.statestore.table;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePages;
import sleeper.core.file.FilePath;
import sleeper.core.job.AttemptId;
import sleeper.core.job.TableLocation;
import sleeper.core.partition.Partition;
import sleeper.core.table.DataFile;

/** The files of one attempt, whichever of its runs wrote them. They lie by leaf, job and attempt. */
final class AttemptFiles {
    private final TableStorage storage;
    private final Rules rules;
    private final AttemptId attempt;

    AttemptFiles(TableStorage storage, Rules rules, AttemptId attempt) {
        this.storage = storage;
        this.rules = rules;
        this.attempt = attempt;
    }

    /**
     * Deletes those that the log lets go.
     *
     * @param leaves that the attempt's files were cut for
     * @return how many were found and deleted
     * @throws IOException what kept the first that could not be deleted; all others are gone
     */
    int deleteReleased(TableState state, List<Partition> leaves) throws IOException {
        Set<String> named = named(state);
        List<FilePath> doomed = new ArrayList<>();
        for (Partition leaf : leaves) {
            FilePath folder =
                    storage.location().data().resolve(leaf.id() + "/" + attempt.jobId() + "/" + attempt.number());
            FilePages pages = storage.files().list(folder);
            for (List<FileInfo> page = pages.next(); !page.isEmpty(); page = pages.next()) {
                for (FileInfo file : page) {
                    if (rules.fateOf(state, relative(file), named::contains) == FileFate.RELEASED) {
                        doomed.add(file.path());
                    }
                }
            }
        }
        for (IOException first : storage.files().deleteAll(doomed).values()) {
            throw first;
        }
        return doomed.size();
    }

    private Set<String> named(TableState state) {
        Set<String> named = new HashSet<>();
        for (DataFile file : state.filesByJob().get(attempt.jobId().value()).orElse(List.of())) {
            named.add(file.path());
        }
        return named;
    }

    private String relative(FileInfo file) {
        TableLocation location = storage.location();
        return file.path().key().substring(location.root().key().length() + 1);
    }
}
