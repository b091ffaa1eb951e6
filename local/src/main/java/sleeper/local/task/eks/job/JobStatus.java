package sleeper.local.task.eks.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import sleeper.core.resource.json.KubernetesJob;
import sleeper.local.task.eks.objects.Meta;

/** Reads and writes the status of a Job. */
public final class JobStatus {
    /** Annotation with how many pods were made so far. */
    static final String PODS_MADE = "sleeper.local/pods-made";

    private static final String COMPLETE = "Complete";
    private static final String FAILED = "Failed";
    private static final String FAILURE_TARGET = "FailureTarget";

    private JobStatus() {}

    /** Why a Job fails, in Kubernetes' words. */
    enum Failure {
        BACKOFF("BackoffLimitExceeded", "Job has reached the specified backoff limit"),
        DEADLINE("DeadlineExceeded", "Job was active longer than specified deadline");

        private final String reason;
        private final String message;

        Failure(String reason, String message) {
            this.reason = reason;
            this.message = message;
        }
    }

    static boolean isFinished(JsonNode job) {
        return KubernetesJob.end(job).isPresent();
    }

    /** @return why the Job will fail as soon as its pods have ended */
    static Optional<Failure> failureSoFar(JsonNode job) {
        return KubernetesJob.condition(job, FAILURE_TARGET)
                .flatMap(condition -> Stream.of(Failure.values())
                        .filter(failure ->
                                failure.reason.equals(condition.path("reason").asText()))
                        .findFirst());
    }

    /** @return when the Job came to stand as it does: its end, or its start, or when it was made */
    public static Instant since(JsonNode job) {
        return isFinished(job) ? finishedAt(job) : startedAt(job);
    }

    static Instant startedAt(JsonNode job) {
        String at = job.at("/status/startTime").asText();
        return at.isEmpty() ? Meta.createdAt(job) : Instant.parse(at);
    }

    static Instant finishedAt(JsonNode job) {
        return Instant.parse(
                KubernetesJob.end(job).orElseThrow().path("lastTransitionTime").asText());
    }

    static void start(ObjectNode job, int failed, Instant now) {
        ObjectNode status = job.withObjectProperty("status");
        if (!status.has("startTime")) {
            status.put("startTime", Meta.time(now));
        }
        status.put("active", 1);
        if (failed > 0) {
            status.put("failed", failed);
        }
        ObjectNode annotations = job.withObjectProperty("metadata").withObjectProperty("annotations");
        annotations.put(PODS_MADE, Integer.toString(annotations.path(PODS_MADE).asInt() + 1));
    }

    static void complete(ObjectNode job, Instant now) {
        ObjectNode status = job.withObjectProperty("status");
        status.put("succeeded", 1).put("completionTime", Meta.time(now));
        status.remove(List.of("active"));
        add(job, COMPLETE, "CompletionsReached", "Reached expected number of succeeded pods", now);
    }

    static void willFail(ObjectNode job, Failure failure, Instant now) {
        add(job, FAILURE_TARGET, failure.reason, failure.message, now);
    }

    static void fail(ObjectNode job, Failure failure, int failed, Instant now) {
        ObjectNode status = job.withObjectProperty("status");
        status.put("failed", Math.max(1, failed));
        status.remove(List.of("active"));
        add(job, FAILED, failure.reason, failure.message, now);
    }

    private static void add(ObjectNode job, String type, String reason, String message, Instant now) {
        ArrayNode conditions = job.withObjectProperty("status").withArrayProperty("conditions");
        conditions
                .addObject()
                .put("type", type)
                .put("status", "True")
                .put("lastProbeTime", Meta.time(now))
                .put("lastTransitionTime", Meta.time(now))
                .put("reason", reason)
                .put("message", message);
    }
}
