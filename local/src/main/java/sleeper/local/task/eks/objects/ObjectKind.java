package sleeper.local.task.eks.objects;

import java.util.Optional;
import java.util.stream.Stream;

/** The kinds of objects that there are; all but namespaces themselves live in one. */
public enum ObjectKind {
    NAMESPACE("", "namespaces", "Namespace", "ns"),
    POD("", "pods", "Pod", "po"),
    SERVICE("", "services", "Service", "svc"),
    CONFIG_MAP("", "configmaps", "ConfigMap", "cm"),
    PERSISTENT_VOLUME_CLAIM("", "persistentvolumeclaims", "PersistentVolumeClaim", "pvc"),
    SERVICE_ACCOUNT("", "serviceaccounts", "ServiceAccount", "sa"),
    EVENT("", "events", "Event", "ev"),
    JOB("batch", "jobs", "Job", ""),
    ROLE("rbac.authorization.k8s.io", "roles", "Role", ""),
    ROLE_BINDING("rbac.authorization.k8s.io", "rolebindings", "RoleBinding", "");

    /** The one version of each group that is served. */
    public static final String VERSION = "v1";

    private final String group;
    private final String plural;
    private final String word;
    private final String shortName;

    ObjectKind(String group, String plural, String word, String shortName) {
        this.group = group;
        this.plural = plural;
        this.word = word;
        this.shortName = shortName;
    }

    /** @return the API group, empty for the core group */
    public String group() {
        return group;
    }

    /** @return the name of the resource, such as {@code pods} */
    public String plural() {
        return plural;
    }

    /** @return the field {@code kind} of its objects, such as {@code Pod} */
    public String word() {
        return word;
    }

    /** @return what people type for the resource, such as {@code po}, if there is such a word */
    public Optional<String> shortName() {
        return Optional.of(shortName).filter(name -> !name.isEmpty());
    }

    /** @return the field {@code apiVersion} of its objects, such as {@code batch/v1} */
    public String apiVersion() {
        return group.isEmpty() ? VERSION : group + "/" + VERSION;
    }

    /** @return the resource as messages name it, such as {@code pods} or {@code jobs.batch} */
    public String qualified() {
        return group.isEmpty() ? plural : plural + "." + group;
    }

    /** @return whether its names may be those of a DNS subdomain, up to 253 characters, rather than of a label, up to 63 */
    boolean namedLikeSubdomain() {
        return this != SERVICE && this != NAMESPACE;
    }

    /** @return whether its objects live in a namespace */
    public boolean isNamespaced() {
        return this != NAMESPACE;
    }

    /** @return the kind of a group and a resource's name; empty if there is none */
    public static Optional<ObjectKind> of(String group, String plural) {
        return Stream.of(values())
                .filter(kind -> kind.group.equals(group) && kind.plural.equals(plural))
                .findFirst();
    }
}
