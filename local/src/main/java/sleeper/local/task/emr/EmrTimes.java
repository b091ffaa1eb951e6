package sleeper.local.task.emr;

import java.time.Duration;

/**
 * How long a cluster takes, where EMR takes minutes.
 *
 * @param starting      to get its machines
 * @param bootstrapping to make them ready
 * @param terminating   to give them back
 */
public record EmrTimes(Duration starting, Duration bootstrapping, Duration terminating) {
    /** Long enough to be seen, and no longer. */
    public static final EmrTimes SHORT =
            new EmrTimes(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1));
}
