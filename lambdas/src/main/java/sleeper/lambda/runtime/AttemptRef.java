package sleeper.lambda.runtime;

import java.util.List;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;

/**
 * The request of a step about one attempt, {@code {"jobId","attempt"}}.
 *
 * @param jobId   the job
 * @param attempt 1 for the first
 */
public record AttemptRef(String jobId, int attempt) {
    /** @throws InvalidRequestException BAD_ID if it names no attempt that there could be */
    public AttemptId toAttempt() {
        return attemptOf(jobId, attempt);
    }

    /** As {@link #toAttempt}, for requests that have more fields. */
    public static AttemptId attemptOf(String jobId, int attempt) {
        if (jobId == null || !JobId.isValid(jobId) || attempt < 1) {
            throw new InvalidRequestException(
                    "The step's request names no attempt.",
                    List.of(Fault.of(
                            ErrorCode.BAD_ID,
                            "jobId and attempt",
                            jobId + " and " + attempt,
                            "a job's id, and 1 or more")));
        }
        return new AttemptId(new JobId(jobId), attempt);
    }
}
