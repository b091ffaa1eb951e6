package sleeper.lambda.reap;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sleeper.core.error.SleeperException;
import sleeper.core.job.AttemptId;
import sleeper.lambda.port.Executions.Status;
import sleeper.lambda.port.LambdaPorts;
import sleeper.lambda.start.StartExecution;
import sleeper.lambda.verdict.Verdicts;
import sleeper.statestore.job.AttemptView;
import sleeper.statestore.job.JobHistory;
import sleeper.statestore.job.JobView;

/**
 * Looks, every hour, for what events should have brought about and did not: attempts whose execution ended and that nothing was
 * decided about, failures that nobody was told of, and attempts that were recorded and never started. Safe to repeat.
 */
public final class Sweep {
    /** An attempt younger than this may be on its way. */
    private static final Duration SETTLED = Duration.ofMinutes(15);

    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

    private final LambdaPorts ports;
    private final JobHistory history;
    private final StartExecution startExecution;

    public Sweep(LambdaPorts ports) {
        this.ports = ports;
        this.history = new JobHistory(ports.stores().jobs(), ports.stores().tables());
        this.startExecution = new StartExecution(ports);
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

    public Report sweep() {
        Report report = new Report(0, 0, 0);
        for (JobView job : history.list()) {
            List<AttemptView> attempts = job.attempts();
            if (!attempts.isEmpty() && job.job().isRunByExecutions()) {
                report = seeTo(job, attempts.get(attempts.size() - 1), report);
            }
        }
        return report;
    }

    /** Only the newest attempt: the next one starts only after the one before was decided. */
    private Report seeTo(JobView job, AttemptView attempt, Report report) {
        if (attempt.askedAt().isAfter(ports.clock().instant().minus(SETTLED)) || isDone(attempt)) {
            return report;
        }
        AttemptId id = attempt.attempt();
        try {
            Optional<Status> status = ports.executions().describe(id);
            if (status.filter(Status.RUNNING::equals).isPresent()) {
                return report;
            }
            if (status.isEmpty() && !attempt.status().isEnded()) {
                startExecution.start(job.job(), id);
                return report.plus(0, 1, 0);
            }
            ports.executions().startReaping(id);
            return report.plus(1, 0, 0);
        } catch (SleeperException e) {
            LOG.error("Attempt {} could not be seen to; the next sweep comes to it again", id, e);
            return report.plus(0, 0, 1);
        }
    }

    private boolean isDone(AttemptView attempt) {
        return switch (attempt.status()) {
            case COMMITTED -> true;
            case ACCEPTED, RUNNING -> false;
            case REJECTED, FAILED, ABORTED -> ports.stores().jobs().isNotified(attempt.attempt(), Verdicts.NOTIFIED);
        };
    }
}
