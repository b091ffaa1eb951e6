package sleeper.deployed.eks;

import java.util.List;
import java.util.Map;
import sleeper.core.deployment.KubernetesAccess;

/** What functions of an instance may do in the namespace of its Jobs: what {@link KubernetesJobResources} asks for, and no more. */
public final class KubernetesRights {
    /** The group that the access entries of the functions' roles name, and that a RoleBinding of the namespace gives the rights. */
    public static final String GROUP = KubernetesAccess.FUNCTIONS_GROUP;

    /** Verbs by resource, such as {@code jobs.batch}; the core group has no name behind the point. */
    public static final Map<String, List<String>> VERBS =
            Map.of("jobs.batch", List.of("delete", "get", "list"), "pods", List.of("delete", "list"));

    private KubernetesRights() {}
}
