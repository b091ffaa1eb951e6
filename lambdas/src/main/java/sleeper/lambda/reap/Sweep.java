package sleeper.lambda.reap;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
import sleeper.statestore.job.AttemptResources.Asked;
import sleeper.statestore.job.AttemptView;
import sleeper.statestore.job.JobHistory;
import sleeper.statestore.job.JobStore;
import sleeper.statestore.job.JobView;
import sleeper.statestore.job.ResourceStore;

/**
 * Looks, every hour, for what events should have brought about and did not: attempts whose execution ended and that nothing was
 * decided about, ends that nobody was told of who should have been, attempts that were recorded and never started, and attempts of
 * which something may run on. It reads what is open, not every job that ever was, and closes what it finds done. Safe to repeat.
 */
public final class Sweep {
    /** What was asked for, or has ended, no longer ago than this may be on its way. */
    private static final Duration SETTLED = Duration.ofMinutes(15);

    /** A commit is told of for so long after it: not those of years, once an operator asks for success to be told. */
    private static final Duration NEWS = Duration.ofDays(14);

    /** What an attempt created is looked for so long after it was asked for; then it stays unknown. */
    private static final Duration LOOKED_FOR = Duration.ofDays(14);

    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

    private final LambdaPorts ports;
    private final JobStore jobs;
    private final JobHistory history;
    private final StartExecution startExecution;
    private final Verdicts verdicts;
    private final ResourceStore resources;
    private final UploadSweep uploads;

    public Sweep(LambdaPorts ports) {
        this.ports = ports;
        this.jobs = ports.stores().jobs();
        this.history = new JobHistory(jobs, ports.stores().tables());
        this.startExecution = new StartExecution(ports);
        this.verdicts = new Verdicts(ports.stores());
        this.resources = jobs.resources();
        this.uploads = new UploadSweep(ports.stores(), ports.clock());
    }

    /**
     * What a sweep did.
     *
     * @param reaped  attempts that were handed to {@code reap-job}
     * @param started attempts whose execution was started
     * @param failed  attempts that could not be seen to; the next sweep comes to them again
     * @param uploads files of clients that were taken away
     */
    public record Report(int reaped, int started, int failed, int uploads) {
        /** Of a sweep that has taken no upload away. */
        public Report(int reaped, int started, int failed) {
            this(reaped, started, failed, 0);
        }

        private Report withUploads(int gone) {
            return new Report(reaped, started, failed, gone);
        }

        private Report plus(int moreReaped, int moreStarted, int moreFailed) {
            return new Report(reaped + moreReaped, started + moreStarted, failed + moreFailed, uploads);
        }
    }

    /** What is wrong with one job keeps no other from being seen to. */
    public Report sweep() {
        Report report = new Report(0, 0, 0);
        Set<JobId> seenTo = new HashSet<>();
        for (AttemptId attempt : jobs.openAttempts()) {
            try {
                report = seeTo(attempt, seenTo, report);
            } catch (RuntimeException e) {
                LOG.error("Attempt {} could not be seen to; the next sweep comes to it again", attempt, e);
                seenTo.add(attempt.jobId());
                report = report.plus(0, 0, 1);
            }
        }
        for (AttemptId id : resources.open()) {
            try {
                report = seeToResources(id, seenTo, report);
            } catch (RuntimeException e) {
                LOG.error("What attempt {} created could not be seen to; the next sweep comes to it again", id, e);
                report = report.plus(0, 0, 1);
            }
        }
        return report.withUploads(sweepUploads());
    }

    /** Attempts come first, and what keeps uploads from being seen to keeps nothing else. */
    private int sweepUploads() {
        try {
            return uploads.sweep();
        } catch (RuntimeException e) {
            LOG.error("Uploads could not be seen to; the next sweep comes to them again", e);
            return 0;
        }
    }

    private Report seeTo(AttemptId id, Set<JobId> seenTo, Report report) {
        JobView job = history.find(id.jobId()).orElseThrow();
        Optional<AttemptView> found = job.attempts().stream()
                .filter(attempt -> attempt.attempt().equals(id))
                .findFirst();
        if (found.isEmpty() || isYounger(found.get().askedAt(), SETTLED)) {
            // Whoever asks for an attempt may be about to record it.
            return report;
        }
        if (isDone(job, found.get())) {
            jobs.closeAttempt(id);
            return report;
        }
        return job.job().isRunByExecutions() ? seeToExecution(job, id, seenTo, report) : report;
    }

    private Report seeToExecution(JobView job, AttemptId id, Set<JobId> seenTo, Report report) {
        Optional<Execution> execution = ports.executions().describe(id);
        if (execution.isEmpty() && !job.status().isEnded()) {
            startExecution.start(job.job(), id);
            return report.plus(0, 1, 0);
        }
        if (execution.filter(this::isSeenTo).isPresent()) {
            return report;
        }
        if (job.status() == JobStatus.COMMITTED && !isCutShort(execution)) {
            jobs.closeAttempt(id);
            return report;
        }
        if (job.status() == JobStatus.COMMITTED && !verdicts.tellsSuccess()) {
            // Stays open while it is news: an operator may ask for success to be told.
            return report;
        }
        return reap(id, seenTo, report);
    }

    /** A tear-down that was given up goes on, of any attempt: another may have begun since. One of a job at a time is enough. */
    private Report seeToResources(AttemptId attempt, Set<JobId> seenTo, Report report) {
        if (seenTo.contains(attempt.jobId()) || resources.settle(attempt)) {
            return report;
        }
        List<Asked> asked = resources.of(attempt).asked();
        if (!asked.isEmpty() && asked.stream().noneMatch(each -> isYounger(each.at(), LOOKED_FOR))) {
            resources.giveUp(attempt);
            return report;
        }
        Optional<Execution> execution = ports.executions().describe(attempt);
        if (execution.isEmpty() || execution.filter(this::isSeenTo).isPresent()) {
            return report;
        }
        if (asked.isEmpty()) {
            // Its execution ended before it could ask.
            resources.giveUp(attempt);
            return report;
        }
        return reap(attempt, seenTo, report);
    }

    private Report reap(AttemptId attempt, Set<JobId> seenTo, Report report) {
        ports.executions().startReaping(attempt);
        seenTo.add(attempt.jobId());
        return report.plus(1, 0, 0);
    }

    /** The newest attempt alone is ever seen to: the next one starts only after the one before was decided. */
    private boolean isDone(JobView job, AttemptView attempt) {
        AttemptView newest = job.attempts().get(job.attempts().size() - 1);
        if (!attempt.equals(newest)) {
            return true;
        }
        if (!job.job().isRunByExecutions()) {
            return attempt.status().isEnded();
        }
        return switch (job.status()) {
            case COMMITTED -> !isNews(attempt) || isTold(attempt);
            case ACCEPTED, RUNNING -> false;
            case REJECTED, FAILED, ABORTED -> isTold(attempt);
        };
    }

    private boolean isYounger(Instant time, Duration age) {
        return time.isAfter(ports.clock().instant().minus(age));
    }

    /** An execution that runs sees to its attempt itself; after its end the rule on it does. */
    private boolean isSeenTo(Execution execution) {
        return execution.isRunning()
                || execution.endedAt().filter(end -> isYounger(end, SETTLED)).isPresent();
    }

    private boolean isNews(AttemptView attempt) {
        return attempt.endedAt().filter(end -> isYounger(end, NEWS)).isPresent();
    }

    private boolean isTold(AttemptView attempt) {
        return jobs.isNotified(attempt.attempt(), Verdicts.NOTIFIED);
    }

    /** @return whether an execution ended before it could tell of a commit */
    private static boolean isCutShort(Optional<Execution> execution) {
        return execution.filter(ended -> ended.status() != Status.SUCCEEDED).isPresent();
    }
}
