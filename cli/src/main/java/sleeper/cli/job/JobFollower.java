package sleeper.cli.job;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import sleeper.api.job.Jobs;
import sleeper.api.job.Progress;
import sleeper.cli.frame.Surrounding;
import sleeper.cli.progress.ProgressView;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;
import sleeper.core.job.JobStatus;
import sleeper.lambda.start.StartJob;
import sleeper.statestore.instance.ExecutionStory;
import sleeper.statestore.instance.UnreachableException;
import sleeper.statestore.job.AttemptRecord;
import sleeper.statestore.job.AttemptView;
import sleeper.statestore.job.HistoryLine;
import sleeper.statestore.job.HistoryLine.Kind;
import sleeper.statestore.job.JobView;

/** Follows a job in named phases until it has ended, and shows them on standard error. For one thread. */
final class JobFollower {
    private static final Duration LONGEST_TO_BE_TAKEN = Duration.ofMinutes(5);
    private static final Duration LONGEST_TO_BE_REAPED = Duration.ofMinutes(2);
    private static final Duration LOOK_FOR_SERVICES_EVERY = Duration.ofSeconds(2);

    private final Surrounding surrounding;
    private final Jobs jobs;
    private Instant lookedForServices = Instant.EPOCH;

    JobFollower(Surrounding surrounding, Jobs jobs) {
        this.surrounding = surrounding;
        this.jobs = jobs;
    }

    /**
     * Waits until the starter has taken a message.
     *
     * @return the attempt that it asked for, or the one that runs or has committed the job already
     * @throws InvalidRequestException if the starter refused the message
     * @throws UnreachableException    if nobody takes it
     */
    AttemptId awaitAttempt(JobId id, String messageId) throws InterruptedException {
        Instant deadline = now().plus(LONGEST_TO_BE_TAKEN);
        while (now().isBefore(deadline)) {
            Optional<AttemptRecord> asked = jobs.store().attemptAskedForBy(id, messageId);
            if (asked.isPresent()) {
                return asked.get().attempt();
            }
            List<HistoryLine> about = jobs.store().history(id).stream()
                    .filter(line -> line.isOf(messageId))
                    .toList();
            if (jobs.store().isNotified(new AttemptId(StartJob.derivedId(messageId), 1), "refused")) {
                throw refused(id, about);
            }
            boolean sentAgain = about.stream().anyMatch(line -> line.kind() == Kind.SENT_AGAIN);
            Optional<JobView> known = sentAgain ? jobs.find(id) : Optional.empty();
            if (known.isPresent() && !known.get().attempts().isEmpty()) {
                return following(known.get());
            }
            pause();
        }
        throw new UnreachableException(
                "message " + messageId,
                "no service that takes it from its queue",
                "Look at the services' log; the message is kept.",
                null);
    }

    /** Says plainly that this message made nothing happen. @return the attempt that did, or does */
    private AttemptId following(JobView job) {
        AttemptId last = Jobs.lastAttempt(job, "").attempt();
        boolean committed = job.status() == JobStatus.COMMITTED;
        surrounding
                .console()
                .progress("Job '" + last.jobId()
                        + (committed
                                ? "' was committed already: nothing was loaded again."
                                : "' runs already: following its attempt " + last.number() + "."));
        return last;
    }

    private static InvalidRequestException refused(JobId id, List<HistoryLine> about) {
        String found = about.isEmpty()
                ? "a message that was refused"
                : about.get(about.size() - 1).field(HistoryLine.FOUND).orElse("a message that was refused");
        return new InvalidRequestException(
                "The message for job '" + id + "' was refused.",
                List.of(Fault.of(ErrorCode.JOB_ID_CONFLICT, "id '" + id + "'", found, "")));
    }

    /**
     * Waits until an attempt has ended and its execution has torn down and told what there is to tell.
     *
     * @return the job as it then stands
     * @throws UnreachableException if the services go away meanwhile
     */
    JobView awaitEnd(AttemptId attempt) throws InterruptedException {
        try (ProgressView view = ProgressView.ofPhases(surrounding)) {
            return awaitEnd(attempt, view);
        }
    }

    private JobView awaitEnd(AttemptId attempt, ProgressView view) throws InterruptedException {
        Optional<Instant> closedAt = Optional.empty();
        while (true) {
            Optional<ExecutionStory> story = jobs.stories().find(attempt);
            view.show(story.map(found -> Progress.of(jobs.stories(), attempt, found))
                    .orElse(Progress.NOT_TAKEN));
            boolean closed = story.isPresent() && story.get().isClosed();
            if (closed && closedAt.isEmpty()) {
                closedAt = Optional.of(now());
            }
            JobView job = jobs.find(attempt.jobId()).orElseThrow();
            boolean ended = job.status() == JobStatus.COMMITTED
                    || statusOf(job, attempt).isEnded();
            boolean over = closedAt.isPresent()
                    && Duration.between(closedAt.get(), now()).compareTo(LONGEST_TO_BE_REAPED) > 0;
            if (closed && (ended || over)) {
                return job;
            }
            expectServices(attempt);
            pause();
        }
    }

    private static JobStatus statusOf(JobView job, AttemptId attempt) {
        return job.attempts().stream()
                .filter(view -> view.attempt().equals(attempt))
                .map(AttemptView::status)
                .findFirst()
                .orElse(JobStatus.ACCEPTED);
    }

    private void expectServices(AttemptId attempt) {
        if (Duration.between(lookedForServices, now()).compareTo(LOOK_FOR_SERVICES_EVERY) >= 0) {
            lookedForServices = now();
            if (!jobs.instance().isServed()) {
                throw new UnreachableException(
                        "the services at " + jobs.instance().place(),
                        "no answer: they no longer run",
                        "Run 'sleeper watch " + attempt.jobId()
                                + "' or 'sleeper local': the job goes on from where it is.",
                        null);
            }
        }
    }

    private Instant now() {
        return surrounding.clock().instant();
    }

    private void pause() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(jobs.stories().lookEvery().toMillis());
    }
}
