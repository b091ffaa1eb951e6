package sleeper.local.task.serverless;

import java.time.Duration;

/**
 * How long a job run takes before its driver starts, where EMR Serverless takes a minute or two.
 *
 * @param submitted in this state
 * @param pending   in this state
 * @param scheduled in this state, while its workers start
 */
public record RunTimes(Duration submitted, Duration pending, Duration scheduled) {
    /** Long enough to be seen, and no longer. */
    public static final RunTimes SHORT =
            new RunTimes(Duration.ofMillis(500), Duration.ofMillis(500), Duration.ofSeconds(1));
}
