package sleeper.local.task.eks.kubelet;

import java.time.Duration;

/**
 * How long the node takes.
 *
 * @param provisioning from when there is room for a pod until its node is there; on Fargate about a minute
 * @param backOff      until a failed pull of an image is tried again; it doubles up to thirty times that
 */
public record NodePace(Duration provisioning, Duration backOff) {
    /** For people who wait. */
    public static final NodePace QUICK = new NodePace(Duration.ofSeconds(1), Duration.ofSeconds(10));
}
