package sleeper.core.settings;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import sleeper.core.platform.Platform;
import sleeper.core.platform.ResourceKind;

/**
 * Properties that mean something only to what Spark runs on, by the beginning of their names. What it runs on is known by what an
 * attempt creates there.
 */
enum SparkNamespace {
    /** The resource manager of EMR's clusters. */
    YARN("spark.yarn.", Optional.of(ResourceKind.EMR_STEP)),
    /** Spark's own scheduler on Kubernetes. */
    KUBERNETES("spark.kubernetes.", Optional.of(ResourceKind.KUBERNETES_JOB)),
    /** EMR Serverless. */
    EMR_SERVERLESS("spark.emr-serverless.", Optional.of(ResourceKind.EMR_SERVERLESS_JOB_RUN)),
    /** Mesos, which no platform has. */
    MESOS("spark.mesos.", Optional.empty()),
    /** Clusters of Spark's own, which no platform has. */
    STANDALONE("spark.deploy.", Optional.empty());

    private final String beginning;
    private final Optional<ResourceKind> kind;

    SparkNamespace(String beginning, Optional<ResourceKind> kind) {
        this.beginning = beginning;
        this.kind = kind;
    }

    /** @return the one that a property is in, if it is in any */
    static Optional<SparkNamespace> of(String key) {
        return Arrays.stream(values())
                .filter(namespace -> key.startsWith(namespace.beginning))
                .findFirst();
    }

    boolean means(Platform platform) {
        return kind.isPresent() && platform.description().creates().contains(kind.get());
    }

    /** @return the words of the platforms that it means something to, in their order */
    List<String> platforms() {
        return Arrays.stream(Platform.values())
                .filter(this::means)
                .map(Platform::word)
                .toList();
    }
}
