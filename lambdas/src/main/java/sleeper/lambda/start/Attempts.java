package sleeper.lambda.start;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import sleeper.core.error.ConflictException;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;
import sleeper.core.job.JobStatus;
import sleeper.lambda.port.JobMetric;
import sleeper.lambda.port.LambdaPorts;
import sleeper.statestore.job.AttemptRecord;
import sleeper.statestore.job.HistoryLine;
import sleeper.statestore.job.HistoryLine.Kind;
import sleeper.statestore.job.JobHistory;
import sleeper.statestore.job.JobStore;
import sleeper.statestore.job.StoredJob;

/**
 * Decides which attempt at a stored job a message asks for, and sees to it that its execution exists. Each attempt has a record
 * with the message that asked for it, written before the execution is started; so whoever dies in between, the next delivery of
 * the message finds the record and goes on.
 */
final class Attempts {
    private static final int MOST_RACES = 20;

    private final LambdaPorts ports;
    private final JobStore jobs;
    private final JobHistory history;
    private final StartExecution startExecution;

    Attempts(LambdaPorts ports) {
        this.ports = ports;
        this.jobs = ports.stores().jobs();
        this.history = new JobHistory(jobs, ports.stores().tables());
        this.startExecution = new StartExecution(ports);
    }

    /**
     * @param messageId the message, or the command, that asks
     * @return what was done
     * @throws ConflictException if attempts at the job were recorded faster than this could look
     */
    StartResult ask(StoredJob job, String messageId) {
        for (int races = 0; races < MOST_RACES; races++) {
            Optional<AttemptRecord> asked = jobs.attemptAskedForBy(job.id(), messageId);
            if (asked.isPresent()) {
                return redelivered(job, asked.get().attempt());
            }
            List<AttemptRecord> attempts = jobs.attempts(job.id());
            if (!attempts.isEmpty()) {
                AttemptId last = attempts.get(attempts.size() - 1).attempt();
                JobStatus status = statusOf(job.id(), last);
                if (!status.isEnded() || status == JobStatus.COMMITTED) {
                    return sentAgain(job, last, status, messageId);
                }
            }
            AttemptId next = new AttemptId(job.id(), attempts.size() + 1);
            AttemptRecord recorded = jobs.putAttempt(
                    new AttemptRecord(next, messageId, ports.clock().instant()));
            if (recorded.messageId().equals(messageId)) {
                ports.metrics().count(JobMetric.JOBS_ACCEPTED);
                startExecution.start(job, next);
                return new StartResult.Started(next);
            }
        }
        throw new ConflictException(
                "Job '" + job.id() + "' was not started.",
                List.of(Fault.of(
                        ErrorCode.UNAVAILABLE, "job " + job.id(), "other messages with its id, all at once", "")));
    }

    /** A job that is committed is so whichever of its attempts did it. */
    private JobStatus statusOf(JobId job, AttemptId last) {
        return history.find(job)
                .filter(view -> view.status() == JobStatus.COMMITTED)
                .map(view -> view.status())
                .orElseGet(() -> history.statusOf(last));
    }

    private StartResult redelivered(StoredJob job, AttemptId attempt) {
        JobStatus status = history.statusOf(attempt);
        if (status != JobStatus.ACCEPTED) {
            return new StartResult.Noted(attempt, status);
        }
        startExecution.start(job, attempt);
        return new StartResult.Ensured(attempt);
    }

    private StartResult sentAgain(StoredJob job, AttemptId last, JobStatus status, String messageId) {
        jobs.addHistory(
                job.id(),
                Kind.SENT_AGAIN,
                Map.of(
                        HistoryLine.MESSAGE_ID, messageId,
                        HistoryLine.ATTEMPT, String.valueOf(last.number()),
                        HistoryLine.STATUS, status.name()),
                "Sent again by message " + messageId + " while attempt " + last.number() + " was " + status + ".");
        if (status != JobStatus.ACCEPTED) {
            return new StartResult.Noted(last, status);
        }
        startExecution.start(job, last);
        return new StartResult.Ensured(last);
    }
}
