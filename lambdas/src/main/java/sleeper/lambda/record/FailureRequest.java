package sleeper.lambda.record;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The request of the steps <i>Refuse job</i> and <i>Record failure</i>.
 *
 * @param jobId   the job
 * @param attempt 1 for the first
 * @param outcome REJECTED or FAILED
 * @param failure {@code Error} and {@code Cause}, as Step Functions gives them to a Catch; either may be missing
 */
public record FailureRequest(String jobId, int attempt, String outcome, Map<String, String> failure) {
    public FailureRequest {
        failure = failure == null ? Map.of() : Collections.unmodifiableMap(new HashMap<>(failure));
    }

    String error() {
        return Optional.ofNullable(failure.get("Error")).orElse("");
    }

    String cause() {
        return Optional.ofNullable(failure.get("Cause")).orElse("");
    }
}
