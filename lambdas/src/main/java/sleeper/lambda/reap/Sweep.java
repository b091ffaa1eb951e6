package sleeper.lambda.reap;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;
import sleeper.core.job.JobStatus;
import sleeper.lambda.port.LambdaPorts;
import sleeper.lambda.start.StartExecution;
import sleeper.lambda.verdict.Verdicts;
import sleeper.statestore.instance.Executions.Execution;
import sleeper.statestore.instance.Executions.Status;
import sleeper.statestore.job.AttemptView;
import sleeper.statestore.job.JobHistory;
import sleeper.statestore.job.JobView;

/**
 * Looks, every hour, for what events should have brought about and did not: attempts whose execution ended and that nothing was
 * decided about, ends that nobody was told of who should have been, and attempts that were recorded and never started. Safe to
 * repeat.
 */
public final class Sweep {
    /** What was asked for, or has ended, no longer ago than this may be on its way. */
    private static final Duration SETTLED = Duration.ofMinutes(15);

    /** A commit is told of for so long after it: not those of years, once an operator asks for success to be told. */
    private static final Duration NEWS = Duration.ofDays(14);

    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

    private final LambdaPorts ports;
    private final JobHistory history;
    private final StartExecution startExecution;
    private final Verdicts verdicts;

    public Sweep(LambdaPorts ports) {
        this.ports = ports;
        this.history = new JobHistory(ports.stores().jobs(), ports.stores().tables());
        this.startExecution = new StartExecution(ports);
        this.verdicts = new Verdicts(ports.stores());
    }

    /**
     * What a sweep did.
     *
     * @param reaped  attempts that were handed to {@code reap-job}
     * @param started attempts whose execution was started
     * @param failed  attempts that could not be seen to; the next sweep comes to them again
     */
    public record Report(int reaped, int started, int failed) {
        private Report plus(int moreReaped, int moreStarted, int moreFailed) {
            return new Report(reaped + moreReaped, started + moreStarted, failed + moreFailed);
        }
    }

    /** What is wrong with one job keeps no other from being seen to. */
    public Report sweep() {
        Report report = new Report(0, 0, 0);
        for (JobId id : ports.stores().jobs().jobIds()) {
            try {
                report = seeTo(history.find(id).orElseThrow(), report);
            } catch (RuntimeException e) {
                LOG.error("Job {} could not be seen to; the next sweep comes to it again", id, e);
                report = report.plus(0, 0, 1);
            }
        }
        return report;
    }

    /** Only the newest attempt: the next one starts only after the one before was decided. */
    private Report seeTo(JobView job, Report report) {
        if (job.attempts().isEmpty() || !job.job().isRunByExecutions()) {
            return report;
        }
        AttemptView attempt = job.attempts().get(job.attempts().size() - 1);
        if (isYounger(attempt.askedAt(), SETTLED) || isDone(job.status(), attempt)) {
            return report;
        }
        AttemptId id = attempt.attempt();
        Optional<Execution> execution = ports.executions().describe(id);
        if (execution.isEmpty() && !job.status().isEnded()) {
            startExecution.start(job.job(), id);
            return report.plus(0, 1, 0);
        }
        if (execution.filter(this::isSeenTo).isPresent()
                || (job.status() == JobStatus.COMMITTED && !isCutShort(execution))) {
            return report;
        }
        ports.executions().startReaping(id);
        return report.plus(1, 0, 0);
    }

    private boolean isYounger(Instant time, Duration age) {
        return time.isAfter(ports.clock().instant().minus(age));
    }

    /** An execution that runs sees to its attempt itself; after its end the rule on it does. */
    private boolean isSeenTo(Execution execution) {
        return execution.isRunning()
                || execution.endedAt().filter(end -> isYounger(end, SETTLED)).isPresent();
    }

    private boolean isDone(JobStatus status, AttemptView attempt) {
        return switch (status) {
            case COMMITTED -> !isNews(attempt) || !verdicts.tellsSuccess() || isTold(attempt);
            case ACCEPTED, RUNNING -> false;
            case REJECTED, FAILED, ABORTED -> isTold(attempt);
        };
    }

    private boolean isNews(AttemptView attempt) {
        return attempt.endedAt().filter(end -> isYounger(end, NEWS)).isPresent();
    }

    private boolean isTold(AttemptView attempt) {
        return ports.stores().jobs().isNotified(attempt.attempt(), Verdicts.NOTIFIED);
    }

    /** @return whether an execution ended before it could tell of a commit */
    private static boolean isCutShort(Optional<Execution> execution) {
        return execution.filter(ended -> ended.status() != Status.SUCCEEDED).isPresent();
    }
}
