package sleeper.api.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import sleeper.core.job.JobId;
import sleeper.core.json.StoredJson;
import sleeper.core.platform.JobQueue;

/**
 * A job that was sent and not waited for.
 *
 * @param jobId     the job
 * @param messageId the message
 * @param queue     the queue
 * @param served    whether services run that take it
 * @param instance  how the command line named the instance; empty if it did not
 */
public record SentJob(JobId jobId, String messageId, JobQueue queue, boolean served, String instance) {
    public ObjectNode json() {
        return StoredJson.object()
                .put("jobId", jobId.value())
                .put("messageId", messageId)
                .put("queue", queue.word())
                .put("servicesRunning", served);
    }

    /** An older id may begin with a hyphen, and would be taken for an option. */
    private String argument() {
        return (JobId.mayBeNew(jobId.value()) ? "" : "-- ") + jobId;
    }

    public String words() {
        String next = served
                ? "The running services take it; 'sleeper watch" + instance + " " + argument() + "' follows it."
                : "No services run: it stays on the queue until 'sleeper local' or a command with --wait runs them.";
        return "Sent job " + jobId + " to queue " + queue.word() + " by message " + messageId + ".\n" + next;
    }
}
