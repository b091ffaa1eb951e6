package sleeper.core.settings;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sleeper.core.platform.Platform;
import sleeper.core.platform.ResourceKind;

/** Properties that mean something only to what Spark runs on, by the beginning of their names. */
enum SparkNamespace {
    /** The resource manager of EMR's clusters. */
    YARN("spark.yarn.", Set.of(ResourceKind.EMR_STEP)),
    /** Spark's own scheduler on Kubernetes. */
    KUBERNETES("spark.kubernetes.", Set.of(ResourceKind.KUBERNETES_JOB)),
    /** EMR Serverless. */
    EMR_SERVERLESS("spark.emr-serverless.", Set.of(ResourceKind.EMR_SERVERLESS_JOB_RUN)),
    /** Mesos, which no platform has. */
    MESOS("spark.mesos.", Set.of()),
    /** Clusters of Spark's own, which no platform has. */
    STANDALONE("spark.deploy.", Set.of());

    private final String beginning;
    private final Set<ResourceKind> kinds;

    @SuppressWarnings("ImmutableEnumChecker") // Set.of is immutable
    SparkNamespace(String beginning, Set<ResourceKind> kinds) {
        this.beginning = beginning;
        this.kinds = kinds;
    }

    /** @return the one that a property is in, if it is in any */
    static Optional<SparkNamespace> of(String key) {
        return Arrays.stream(values())
                .filter(namespace -> key.startsWith(namespace.beginning))
                .findFirst();
    }

    boolean means(Platform platform) {
        return platform.description().creates().stream().anyMatch(kinds::contains);
    }

    /** @return the words of the platforms that it means something to, in their order */
    List<String> platforms() {
        return Arrays.stream(Platform.values())
                .filter(this::means)
                .map(Platform::word)
                .toList();
    }
}
