package sleeper.core.platform;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Settings that belong together, and that a job may set in its {@code platformSpec} where they mean something. */
public enum JobSettings {
    /** How data files are written. */
    FILES,
    /** The EMR cluster that is made for the job. */
    EMR_CLUSTER,
    /** The workers of a job's run on EMR Serverless. */
    EMR_SERVERLESS_WORKERS,
    /** The pods of a job on Kubernetes. */
    KUBERNETES_PODS;

    /** @return the platforms that they mean something on */
    public Set<Platform> platforms() {
        return Arrays.stream(Platform.values())
                .filter(platform -> platform.description().jobSettings().contains(this))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Platform.class)));
    }
}
