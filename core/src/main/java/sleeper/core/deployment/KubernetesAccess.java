package sleeper.core.deployment;

/** Who may do what within the cluster of Kubernetes, by the names that both its objects and the deployment have. */
public final class KubernetesAccess {
    /** The account of the Spark pods. */
    public static final String SERVICE_ACCOUNT = "sleeper-spark";

    /** The group of the state machine, which starts Jobs and looks at them and their pods. */
    public static final String MACHINE_GROUP = "sleeper-ingest-job";

    /** The group of the functions that find Jobs and end them. */
    public static final String FUNCTIONS_GROUP = "sleeper-functions";

    private KubernetesAccess() {}
}
