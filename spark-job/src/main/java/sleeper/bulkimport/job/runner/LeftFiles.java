package sleeper.bulkimport.job.runner;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sleeper.core.file.FilePath;
import sleeper.core.job.AttemptId;
import sleeper.core.job.TableLocation;
import sleeper.core.table.DataFile;
import sleeper.run.Work;
import sleeper.sort.fault.Interrupts;
import sleeper.statestore.table.TableStorage;
import sleeper.statestore.table.UnfinishedFiles;
import sleeper.statestore.table.UnfinishedFiles.Unfinished;

/**
 * Files of a run that no manifest will name: of tasks that ended well before the run failed, of one of two attempts at a task, of
 * executors that were lost. To be called when no task runs any more. What cannot be deleted is collected later, as the log then
 * says of it.
 *
 * <p>Cost: a listing of the table's files.
 */
final class LeftFiles {
    private static final Logger LOG = LoggerFactory.getLogger(LeftFiles.class);

    private final TableStorage storage;
    private final AttemptId attempt;
    private final String runId;

    private LeftFiles(TableStorage storage, AttemptId attempt, String runId) {
        this.storage = storage;
        this.attempt = attempt;
        this.runId = runId;
    }

    static LeftFiles of(Work work) {
        return new LeftFiles(work.stores().tables().log(work.plan().table()).storage(), work.attempt(), work.runId());
    }

    /** @param kept files of the run that stay, with their sketches */
    void deleteAllBut(List<DataFile> kept) {
        Interrupts.deferredWhile(() -> {
            try {
                delete(kept);
            } catch (IOException e) {
                LOG.warn("Files of run {} are left to be collected: {}", runId, e.toString());
            }
        });
    }

    private void delete(List<DataFile> kept) throws IOException {
        TableLocation location = storage.location();
        Set<FilePath> staying = new HashSet<>();
        for (DataFile file : kept) {
            staying.add(location.file(file.path()));
            staying.add(location.file(TableLocation.sketchesOf(file.path())));
        }
        Predicate<FilePath> left =
                file -> TableLocation.isOfRun(file, attempt, TaskWork.runIdOfTasks(runId)) && !staying.contains(file);
        storage.files().list(location.data()).forEach(file -> {
            if (left.test(file.path())) {
                storage.files().delete(file.path());
            }
        });
        UnfinishedFiles unfinished = storage.unfinished();
        for (Unfinished file : unfinished.unfinished(location.data())) {
            if (left.test(file.target())) {
                unfinished.abort(file);
            }
        }
    }
}
