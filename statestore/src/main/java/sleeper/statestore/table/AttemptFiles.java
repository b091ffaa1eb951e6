package sleeper.statestore.table;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
    /** So many are kept beside the first. */
    private static final int MOST_FAILURES = 20;

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
     * @throws IOException what kept the first that could not be deleted, or a folder from being listed, with others
     *                     suppressed; what could be deleted is gone
     */
    int deleteReleased(TableState state, List<Partition> leaves) throws IOException {
        Set<String> named = named(state);
        List<IOException> failures = new ArrayList<>();
        int deleted = 0;
        for (Partition leaf : leaves) {
            try {
                deleted += deleteReleased(state, leaf, named, failures);
            } catch (IOException e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            IOException first = failures.get(0);
            failures.stream().skip(1).limit(MOST_FAILURES).forEach(first::addSuppressed);
            throw first;
        }
        return deleted;
    }

    private int deleteReleased(TableState state, Partition leaf, Set<String> named, List<IOException> failures)
            throws IOException {
        FilePath folder = storage.location().data().resolve(leaf.id() + "/" + attempt.jobId() + "/" + attempt.number());
        int deleted = 0;
        FilePages pages = storage.files().list(folder);
        for (List<FileInfo> page = pages.next(); !page.isEmpty(); page = pages.next()) {
            List<FilePath> doomed = page.stream()
                    .filter(file -> rules.fateOf(state, relative(file), named::contains) == FileFate.RELEASED)
                    .map(FileInfo::path)
                    .toList();
            Map<FilePath, IOException> left = storage.files().deleteAll(doomed);
            failures.addAll(left.values());
            deleted += doomed.size() - left.size();
        }
        return deleted;
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
