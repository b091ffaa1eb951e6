package sleeper.lambda.teardown;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.TransientFailureException;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePages;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileStore;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobPlan;
import sleeper.core.job.TableLocation;
import sleeper.core.partition.Partition;
import sleeper.core.table.DataFile;
import sleeper.core.util.FailureWords;
import sleeper.lambda.port.LambdaPorts;
import sleeper.statestore.job.JobStore;
import sleeper.statestore.table.JobState;
import sleeper.statestore.table.JobState.Commit;
import sleeper.statestore.table.TableLog;
import sleeper.statestore.table.TableState;

/**
 * Ends what an attempt began, after it is decided: what it created on its platform, and its files that no manifest names or whose
 * attempt did not commit. Safe to repeat, and for use by many threads.
 */
public final class TearDown {
    private final LambdaPorts ports;
    private final JobStore jobs;
    private final EndResources endResources;

    public TearDown(LambdaPorts ports) {
        this.ports = ports;
        this.jobs = ports.stores().jobs();
        this.endResources = new EndResources(ports);
    }

    /**
     * Ends what the attempt created, then deletes its files that may go: all, if the log excludes it or committed another attempt;
     * if it committed this one, those that its manifest does not name. Of an undecided attempt, nothing is ended or deleted.
     *
     * @return how many files were found and deleted
     * @throws TransientFailureException if not all that it created was seen to be gone, or a store failed; what was ended and
     *                                   deleted until then is gone
     */
    public int tearDown(AttemptId attempt) {
        Optional<JobPlan> plan = jobs.plan(attempt);
        if (plan.isEmpty()) {
            return 0;
        }
        TableLog log = ports.stores().tables().log(plan.get().table());
        TableState state = log.state();
        if (!isDecided(attempt, state)) {
            return 0;
        }
        List<Fault> left = endResources.end(attempt, plan.get().platform());
        int deleted = mayGo(attempt, state)
                .map(mayGo -> deleteFiles(attempt, plan.get(), log, mayGo))
                .orElse(0);
        if (!left.isEmpty()) {
            throw new TransientFailureException(
                    "What attempt " + attempt + " created was not all seen to be gone.", left);
        }
        return deleted;
    }

    private boolean isDecided(AttemptId attempt, TableState state) {
        return state.job(attempt.jobId())
                        .filter(job -> job.committed().isPresent()
                                || job.exclusionOf(attempt.number()).isPresent())
                        .isPresent()
                || jobs.rejection(attempt).isPresent();
    }

    private static int deleteFiles(AttemptId attempt, JobPlan plan, TableLog log, Predicate<String> mayGo) {
        try {
            return delete(attempt, plan, log.storage().location(), log.storage().files(), mayGo);
        } catch (IOException e) {
            String found = e instanceof AccessDeniedException
                    ? "no right to delete (" + e.getMessage() + ")"
                    : FailureWords.of(e);
            throw new TransientFailureException(
                    "The files of attempt " + attempt + " were not all deleted.",
                    List.of(Fault.of(ErrorCode.UNAVAILABLE, "table " + plan.table(), found, "")),
                    e);
        }
    }

    /** @return which of its files, by path relative to the table's root, may go; empty if nothing is decided */
    private static Optional<Predicate<String>> mayGo(AttemptId attempt, TableState state) {
        Optional<JobState> job = state.job(attempt.jobId());
        Optional<Commit> own = job.flatMap(JobState::committed).filter(commit -> commit.attempt() == attempt.number());
        if (own.isPresent()) {
            return state.table()
                    .filter(table -> table.incarnation().equals(own.get().incarnation()))
                    .map(table -> named(attempt, state))
                    .map(named -> path -> !named.contains(path));
        }
        return job.filter(found -> found.committed().isPresent()
                        || found.exclusionOf(attempt.number()).isPresent())
                .map(found -> path -> true);
    }

    private static Set<String> named(AttemptId attempt, TableState state) {
        Set<String> named = new HashSet<>();
        for (DataFile file : state.filesByJob().get(attempt.jobId().value()).orElse(List.of())) {
            named.add(file.path());
            named.add(TableLocation.sketchesOf(file.path()));
        }
        return named;
    }

    /** Files are cut for the plan's leaves, and lie by leaf, job and attempt. */
    private static int delete(
            AttemptId attempt, JobPlan plan, TableLocation location, FileStore files, Predicate<String> mayGo)
            throws IOException {
        int deleted = 0;
        for (Partition leaf : plan.partitions().leaves()) {
            FilePath directory = location.data().resolve(leaf.id() + "/" + attempt.jobId() + "/" + attempt.number());
            FilePages left = files.list(directory);
            for (List<FileInfo> page = left.next(); !page.isEmpty(); page = left.next()) {
                for (FileInfo file : page) {
                    String relative =
                            file.path().key().substring(location.root().key().length() + 1);
                    if (mayGo.test(relative)) {
                        files.delete(file.path());
                        deleted++;
                    }
                }
            }
        }
        return deleted;
    }
}
