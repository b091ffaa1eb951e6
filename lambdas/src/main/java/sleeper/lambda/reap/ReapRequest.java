package sleeper.lambda.reap;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;
import sleeper.core.json.StoredJson;
import sleeper.lambda.runtime.AttemptRef;
import sleeper.statestore.instance.Executions.Execution;
import sleeper.statestore.instance.Executions.Status;

/**
 * The request of the step <i>Reap attempt</i>: either {@code {"jobId","attempt"}}, with {@code "handedOver"} from an execution
 * whose tear-down failed, or EventBridge's event on an execution, whose {@code detail} has {@code name}, {@code status} and
 * {@code cause}.
 *
 * @param jobId      the job, if it is not an event
 * @param attempt    1 for the first, if it is not an event
 * @param handedOver whether only the tear-down is asked for: the execution, the rule on it or the sweep tells
 * @param detail     of an event
 */
public record ReapRequest(String jobId, int attempt, boolean handedOver, Map<String, Object> detail) {
    private static final Pattern NAME = Pattern.compile("([A-Za-z0-9_-]{1,63})-a([1-9][0-9]{0,8})");

    /** @return the input of {@code reap-job} for an attempt, JSON */
    public static String inputFor(AttemptId attempt) {
        return StoredJson.write(
                StoredJson.object().put("jobId", attempt.jobId().value()).put("attempt", attempt.number()));
    }

    /** @return the job's id as the request has it; empty if it names none */
    String jobInLogs() {
        if (detail == null) {
            return Objects.toString(jobId, "");
        }
        Matcher name = NAME.matcher(String.valueOf(detail.get("name")));
        return name.matches() ? name.group(1) : "";
    }

    /** @throws InvalidRequestException BAD_ID if it names no attempt that there could be */
    AttemptId toAttempt() {
        if (detail == null) {
            return AttemptRef.attemptOf(jobId, attempt);
        }
        Matcher name = NAME.matcher(String.valueOf(detail.get("name")));
        if (!name.matches()) {
            throw new InvalidRequestException(
                    "The event names no attempt.",
                    List.of(Fault.of(
                            ErrorCode.BAD_ID,
                            "detail.name",
                            String.valueOf(detail.get("name")),
                            "<job id>-a<attempt>")));
        }
        return new AttemptId(new JobId(name.group(1)), Integer.parseInt(name.group(2)));
    }

    /** @return how the execution ended, if the request says so */
    Optional<Execution> execution() {
        if (detail == null) {
            return Optional.empty();
        }
        String cause = Objects.toString(detail.get("cause"), "");
        return Arrays.stream(Status.values())
                .filter(status -> status.name().equals(detail.get("status")))
                .findFirst()
                .map(status -> new Execution(status, Optional.empty(), cause));
    }
}
