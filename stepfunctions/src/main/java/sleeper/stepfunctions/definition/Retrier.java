package sleeper.stepfunctions.definition;

import java.util.List;
import java.util.OptionalLong;

/**
 * One entry of Retry.
 *
 * @param errorEquals     error names, or {@code States.ALL} and other wildcards
 * @param intervalSeconds pause before the first retry, in seconds
 * @param maxAttempts     retries at most; 0 for none
 * @param backoffRate     factor by which the pause grows; at least 1
 * @param maxDelaySeconds longest pause, in seconds; empty for no bound
 * @param fullJitter      whether the pause is drawn between zero and its computed length
 */
public record Retrier(
        List<String> errorEquals,
        long intervalSeconds,
        int maxAttempts,
        double backoffRate,
        OptionalLong maxDelaySeconds,
        boolean fullJitter) {
    public Retrier {
        errorEquals = List.copyOf(errorEquals);
    }
}
