package sleeper.api.job;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.job.JobDocument;
import sleeper.core.job.JobId;
import sleeper.core.job.JobStatus;
import sleeper.core.job.json.JobDocumentJson;
import sleeper.core.json.CanonicalJson;
import sleeper.core.platform.JobQueue;
import sleeper.lambda.start.StartJob;
import sleeper.statestore.instance.Instance;
import sleeper.statestore.instance.OpenQueues;
import sleeper.statestore.instance.Services;
import sleeper.statestore.job.AttemptView;
import sleeper.statestore.job.JobView;
import sleeper.statestore.job.StoredJob;

/** What people may have done with a job: sent, sent again, stopped. Safe for use by many threads. */
public final class JobActions {
    /** SQS, "Quotas related to messages". */
    private static final int MAX_MESSAGE_BYTES = 1 << 20;

    private final Instance instance;

    public JobActions(Instance instance) {
        this.instance = instance;
    }

    /**
     * A job as it is put on a queue.
     *
     * @param id       empty if the document has none: it is derived from the message then
     * @param document word for word
     * @param queue    where it is put
     */
    public record Message(Optional<JobId> id, String document, JobQueue queue) {}

    /**
     * @param text    the document, word for word
     * @param refused what was not done, if so; a whole sentence
     * @return the message of a job that somebody wrote
     * @throws InvalidRequestException BAD_ID if no new job may have its id, and no old one has it; LIMIT_EXCEEDED if no message holds it
     */
    public Message ofDocument(JobDocument document, String text, JobQueue queue, String refused) {
        long bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_MESSAGE_BYTES) {
            throw new InvalidRequestException(
                    refused,
                    List.of(Fault.of(
                            ErrorCode.LIMIT_EXCEEDED,
                            "the document",
                            bytes + " bytes in UTF-8",
                            "at most " + MAX_MESSAGE_BYTES + ", which a message of a queue holds")));
        }
        Optional<JobId> odd = document.id().filter(id -> !JobId.mayBeNew(id.value()));
        if (odd.isPresent() && instance.stores().jobs().job(odd.get()).isEmpty()) {
            throw new InvalidRequestException(refused, List.of(StartJob.notNew(odd.get())));
        }
        return new Message(document.id(), text, queue);
    }

    /**
     * Who sends a job again after a lost reply sends the same; who sends another under its id learns that before the queue does.
     *
     * @param refused as for {@link #ofDocument}
     * @throws InvalidRequestException JOB_ID_CONFLICT if the starter would refuse the message: a job of this id is known with another document
     *                                 or of another queue
     */
    public void expectNoOther(JobDocument document, JobQueue queue, String refused) {
        Optional<StoredJob> known =
                document.id().flatMap(id -> instance.stores().jobs().job(id));
        if (known.isEmpty()) {
            return;
        }
        if (!known.get().digest().equals(CanonicalJson.sha256(JobDocumentJson.canonical(document)))) {
            throw conflict(
                    known.get(), "a job of this id with another document", "the same document, or another id", refused);
        }
        if (!known.get().queue().equals(queue.word())) {
            throw conflict(
                    known.get(),
                    "a job of this id that came through the queue '"
                            + known.get().queue() + "'",
                    "the same queue, or another id",
                    refused);
        }
    }

    private static InvalidRequestException conflict(StoredJob known, String found, String allowed, String refused) {
        return new InvalidRequestException(
                refused, List.of(Fault.of(ErrorCode.JOB_ID_CONFLICT, "id '" + known.id() + "'", found, allowed)));
    }

    /**
     * @return the message of a job that ended without its rows in the table, for another attempt
     * @throws InvalidRequestException WRONG_STATUS if it did not end so, or no execution runs it
     */
    public Message again(JobView job) {
        String refused = "Job '" + job.job().id() + "' was not retried.";
        AttemptView last = Jobs.lastAttempt(job, refused);
        if (job.status() == JobStatus.COMMITTED || !last.status().isEnded()) {
            throw Jobs.wrongStatus(job, refused, job.status().name(), "REJECTED, FAILED or ABORTED");
        }
        Jobs.expectExecutions(
                job,
                refused,
                PreparedJob.is(job)
                        ? "Prepare the job again with 'sleeper prepare': that makes another attempt."
                        : "Run the program again with the same job id.");
        StoredJob stored = job.job();
        JobQueue queue = JobQueue.ofWord(stored.queue())
                .orElseThrow(() ->
                        new IllegalStateException("job " + stored.id() + " came through no queue: " + stored.queue()));
        return new Message(Optional.of(stored.id()), stored.document(), queue);
    }

    /**
     * Puts a job on its queue.
     *
     * @param words how the command line named the instance; empty if none did
     */
    public SentJob send(Message message, String words) {
        try (OpenQueues queues = instance.openQueues()) {
            String messageId = queues.jobs().send(message.queue(), message.document());
            return new SentJob(
                    message.id().orElseGet(() -> StartJob.derivedId(messageId)),
                    messageId,
                    message.queue(),
                    queues.areServed(),
                    words);
        }
    }

    /**
     * @param attempt number of the attempt that is meant
     * @param refused what was not done, if so; a whole sentence
     * @throws InvalidRequestException WRONG_STATUS if the job has another by now
     */
    public static void expectLast(JobView job, int attempt, String refused) {
        int last = job.attempts().size();
        if (attempt != last) {
            throw new InvalidRequestException(
                    refused,
                    List.of(new Fault(
                            ErrorCode.WRONG_STATUS,
                            "job " + job.job().id(),
                            "attempt " + last + ", which is " + job.status(),
                            "attempt " + attempt + ", which was shown",
                            "Look at the job as it stands now, and decide anew.")));
        }
    }

    /**
     * Has the execution of a job stopped, without waiting for what follows.
     *
     * @param last what {@link #running} gave
     * @param by   who stops it, for people; a whole sentence
     * @throws InvalidRequestException WRONG_STATUS if the execution was not started yet
     */
    public static void stop(Services services, JobView job, AttemptView last, String by) {
        if (!services.executions().stop(last.attempt(), "ABORTED", by)) {
            throw Jobs.wrongStatus(job, notAborted(job), job.status() + " and not started yet", "a job that runs");
        }
    }

    /** @return what is said if a job was not aborted */
    public static String notAborted(JobView job) {
        return "Job '" + job.job().id() + "' was not aborted.";
    }

    /**
     * @return the attempt of a job that is to be stopped
     * @throws InvalidRequestException WRONG_STATUS if none runs, or no execution and no engine of the user's own runs it
     */
    public static AttemptView running(JobView job) {
        String refused = notAborted(job);
        AttemptView last = Jobs.lastAttempt(job, refused);
        if (job.status() == JobStatus.COMMITTED || last.status().isEnded()) {
            throw Jobs.wrongStatus(job, refused, job.status().name(), "ACCEPTED or RUNNING");
        }
        if (!PreparedJob.is(job)) {
            Jobs.expectExecutions(job, refused, "Stop the program; what it has not committed is never seen.");
        }
        return last;
    }
}
