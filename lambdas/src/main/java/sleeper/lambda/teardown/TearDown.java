package sleeper.lambda.teardown;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import sleeper.core.error.Fault;
import sleeper.core.error.TransientFailureException;
import sleeper.core.file.FileFaults;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobPlan;
import sleeper.lambda.port.LambdaPorts;
import sleeper.statestore.job.JobStore;
import sleeper.statestore.table.JobState;
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
        List<Fault> left = endResources.end(attempt, plan.get().platform(), isCommitted(attempt, state));
        int deleted = deleteFiles(attempt, plan.get(), log);
        if (!left.isEmpty()) {
            throw new TransientFailureException(
                    "What attempt " + attempt + " created was not all seen to be gone.", left);
        }
        return deleted;
    }

    private static boolean isCommitted(AttemptId attempt, TableState state) {
        return state.job(attempt.jobId())
                .flatMap(JobState::committed)
                .filter(commit -> commit.attempt() == attempt.number())
                .isPresent();
    }

    private boolean isDecided(AttemptId attempt, TableState state) {
        return state.job(attempt.jobId())
                        .filter(job -> job.committed().isPresent()
                                || job.exclusionOf(attempt.number()).isPresent())
                        .isPresent()
                || jobs.rejection(attempt).isPresent();
    }

    private static int deleteFiles(AttemptId attempt, JobPlan plan, TableLog log) {
        try {
            return log.deleteReleased(attempt, plan.partitions().leaves());
        } catch (IOException e) {
            throw new TransientFailureException(
                    "The files of attempt " + attempt + " were not all deleted.",
                    List.of(FileFaults.of("table " + plan.table(), "delete", e, "")),
                    e);
        }
    }
}
