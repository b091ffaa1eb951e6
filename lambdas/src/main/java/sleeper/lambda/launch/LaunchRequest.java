package sleeper.lambda.launch;

import java.util.List;
import java.util.Optional;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.job.AttemptId;
import sleeper.core.platform.ResourceKind;
import sleeper.lambda.runtime.AttemptRef;

/**
 * The request of the steps that look for something an attempt needs.
 *
 * @param kind  word of the kind of resource
 * @param state what the execution carries
 */
public record LaunchRequest(String kind, State state) {
    /**
     * What the execution carries, as far as it matters here.
     *
     * @param jobId   the job
     * @param attempt 1 for the first
     * @param cluster what was found out about the cluster; null before the first look, and where there is none
     * @param run     the same of what runs on the platform: a step, a job run, a Job
     */
    public record State(String jobId, int attempt, LaunchStep cluster, LaunchStep run) {}

    /** @throws InvalidRequestException VALUE_OUT_OF_RANGE, BAD_ID if it names no kind or no attempt */
    ResourceKind toKind() {
        return ResourceKind.ofWord(String.valueOf(kind))
                .filter(known -> state != null)
                .orElseThrow(() -> new InvalidRequestException(
                        "The step's request cannot be read.",
                        List.of(Fault.of(
                                ErrorCode.VALUE_OUT_OF_RANGE, "kind", String.valueOf(kind), "a kind of resource"))));
    }

    AttemptId toAttempt() {
        return AttemptRef.attemptOf(state.jobId(), state.attempt());
    }

    /** @return the cluster that a step is to run on; of what runs on none it is empty */
    Optional<String> clusterId() {
        return Optional.ofNullable(state.cluster())
                .filter(cluster -> toKind() == ResourceKind.EMR_STEP)
                .map(LaunchStep::id)
                .filter(id -> !id.isEmpty());
    }

    /** @return what was found out before */
    LaunchStep before() {
        LaunchStep before = toKind() == ResourceKind.EMR_CLUSTER ? state.cluster() : state.run();
        return Optional.ofNullable(before).orElse(LaunchStep.FIRST);
    }
}
