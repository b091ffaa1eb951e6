package sleeper.lambda.start;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobDocument;
import sleeper.core.job.JobId;
import sleeper.core.job.json.JobDocumentJson;
import sleeper.core.json.CanonicalJson;
import sleeper.lambda.port.JobMetric;
import sleeper.lambda.port.LambdaPorts;
import sleeper.statestore.job.HistoryLine;
import sleeper.statestore.job.HistoryLine.Kind;
import sleeper.statestore.job.JobStore;
import sleeper.statestore.job.StoredJob;

/**
 * Takes a message for a job: stores its document once, records the attempt it asks for, and starts the attempt's execution. All
 * of it may be repeated, by any number of deliveries at any time, and comes to the same. Safe for use by many threads.
 */
public final class StartJob {
    private static final int DERIVED_LENGTH = 32;

    private final LambdaPorts ports;
    private final JobStore jobs;
    private final Attempts attempts;

    public StartJob(LambdaPorts ports) {
        this.ports = ports;
        this.jobs = ports.stores().jobs();
        this.attempts = new Attempts(ports);
    }

    /**
     * @return what came of it; the message is done with
     * @throws sleeper.core.error.SleeperException if a part of the instance failed: the message is to be delivered again
     */
    public StartResult start(Message message) {
        JobDocument document;
        try {
            document = JobDocumentJson.parse(message.body());
        } catch (InvalidRequestException e) {
            return refuse(message, derivedId(message.id()), "The message could not be understood.", e.faults());
        }
        JobId id = document.id().orElseGet(() -> derivedId(message.id()));
        if (!JobId.mayBeNew(id.value()) && jobs.job(id).isEmpty()) {
            return refuse(
                    message, derivedId(message.id()), "The message could not be understood.", List.of(notNew(id)));
        }
        String canonical = JobDocumentJson.canonical(document.withId(id));
        String digest = CanonicalJson.sha256(canonical);
        StoredJob stored = jobs.putJob(new StoredJob(
                id,
                canonical,
                digest,
                message.queue().word(),
                message.id(),
                ports.clock().instant()));
        if (!stored.digest().equals(digest)) {
            return conflict(
                    message,
                    stored,
                    Fault.of(
                            ErrorCode.JOB_ID_CONFLICT,
                            "id '" + id + "'",
                            "another body than the job of that id has, which was received at " + stored.receivedAt(),
                            ""));
        }
        if (!stored.queue().equals(message.queue().word())) {
            return conflict(
                    message,
                    stored,
                    Fault.of(
                            ErrorCode.JOB_ID_CONFLICT,
                            "id '" + id + "'",
                            "the queue '" + message.queue().word() + "'",
                            "the queue '" + stored.queue() + "', which the job of that id came through"));
        }
        return attempts.ask(stored, message.id());
    }

    /** @return the fault of an id that no new job may have, though older ones do */
    public static Fault notNew(JobId id) {
        return new Fault(
                ErrorCode.BAD_ID,
                "id",
                "'" + id + "'",
                "an id whose first character is a letter, a digit or '_'",
                "Choose another id; one that begins with '-' looks like an option of a command.");
    }

    /** @return the id of a job whose sender gave none: the same whenever the message is delivered */
    public static JobId derivedId(String messageId) {
        return JobId.mayBeNew(messageId)
                ? new JobId(messageId)
                : new JobId(CanonicalJson.sha256(messageId).substring(0, DERIVED_LENGTH));
    }

    private StartResult conflict(Message message, StoredJob stored, Fault fault) {
        String line = "Message " + message.id() + " had this id and was refused: found " + fault.found() + ".";
        jobs.addHistory(
                stored.id(),
                Kind.REFUSED,
                Map.of(
                        HistoryLine.MESSAGE_ID,
                        message.id(),
                        HistoryLine.CODE,
                        fault.code().name(),
                        HistoryLine.FOUND,
                        fault.found()),
                line);
        return refuse(message, stored.id(), "A message for job '" + stored.id() + "' was refused.", List.of(fault));
    }

    /**
     * Copied before it is told, and told before it is remembered: a crash in between tells twice rather than never.
     */
    private StartResult refuse(Message message, JobId job, String summary, List<Fault> faults) {
        AttemptId reported = new AttemptId(derivedId(message.id()), 1);
        if (!jobs.isNotified(reported, "refused")) {
            String reason = summary + "\n"
                    + faults.stream()
                            .map(fault -> "- " + fault.message() + "\n")
                            .collect(Collectors.joining());
            ports.deadLetters().add(message.queue(), message.id(), message.body(), reason);
            ErrorCode code = faults.get(0).code();
            ports.notifications()
                    .publish(
                            "Message refused: " + code,
                            RefusalWords.of(message, reason),
                            Map.of("jobId", job.value(), "messageId", message.id(), "status", "REFUSED"));
            jobs.recordNotified(reported, "refused");
            ports.metrics().count(JobMetric.JOBS_REJECTED);
        }
        return new StartResult.Refused(faults);
    }
}
