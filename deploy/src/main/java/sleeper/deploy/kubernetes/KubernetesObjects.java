package sleeper.deploy.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import sleeper.core.deployment.InstanceNames;
import sleeper.core.deployment.KubernetesAccess;
import sleeper.deployed.eks.KubernetesRights;

/**
 * The namespace of an instance's Spark pods, their service account, and who may do what there. CloudFormation makes none of it: a function
 * of its own would have to be deployed that speaks to the cluster with all rights, for as long as the instance is there.
 */
public final class KubernetesObjects {
    private static final String NAMESPACES = "/api/v1/namespaces";
    private static final String RBAC = "rbac.authorization.k8s.io";

    /** What Step Functions asks for {@code eks:runJob.sync}, which polls, and deletes as well as it can when it is aborted; and by Watch pod. */
    private static final Map<String, List<String>> OF_MACHINE =
            Map.of("jobs.batch", List.of("create", "delete", "get", "list"), "pods", List.of("list"));

    /** What the driver of Spark 3.5 asks for, as docs/how-to/build-the-spark-image.md has it. */
    private static final Map<String, List<String>> OF_DRIVER = Map.of(
            "pods", List.of("create", "delete", "deletecollection", "get", "list", "watch"),
            "configmaps", List.of("create", "deletecollection"),
            "persistentvolumeclaims", List.of("deletecollection", "list"),
            "services", List.of("deletecollection"));

    private final InstanceNames names;
    private final KubernetesAdmin cluster;

    public KubernetesObjects(InstanceNames names, KubernetesAdmin cluster) {
        this.names = names;
        this.cluster = cluster;
    }

    /**
     * Makes all of them, or has those that are there be as they should.
     *
     * @param role ARN of the IAM role that the pods take on
     */
    public void make(String role) {
        cluster.put(NAMESPACES, namespace());
        cluster.put(in("/api/v1", "serviceaccounts"), account(role));
        rights(KubernetesAccess.SERVICE_ACCOUNT, OF_DRIVER, "ServiceAccount", KubernetesAccess.SERVICE_ACCOUNT);
        rights(KubernetesAccess.MACHINE_GROUP, OF_MACHINE, "Group", KubernetesAccess.MACHINE_GROUP);
        rights(KubernetesAccess.FUNCTIONS_GROUP, KubernetesRights.VERBS, "Group", KubernetesAccess.FUNCTIONS_GROUP);
    }

    /** @return the names of Jobs that there are */
    public List<String> jobs() {
        return cluster.list(in("/apis/batch/v1", "jobs")).stream()
                .map(job -> job.at("/metadata/name").asText())
                .toList();
    }

    /** Ends all Jobs, with their pods. */
    public void endJobs() {
        jobs().forEach(job ->
                cluster.delete(in("/apis/batch/v1", "jobs") + "/" + job + "?propagationPolicy=Background"));
    }

    /** Deletes the namespace, and so all that is in it. */
    public void delete() {
        cluster.delete(NAMESPACES + "/" + names.eksNamespace());
    }

    private String in(String group, String plural) {
        return group + "/namespaces/" + names.eksNamespace() + "/" + plural;
    }

    /** No pod is let in that could become more than an ordinary process. */
    private ObjectNode namespace() {
        ObjectNode namespace = object("v1", "Namespace", names.eksNamespace());
        namespace
                .withObjectProperty("metadata")
                .putObject("labels")
                .put("pod-security.kubernetes.io/enforce", "restricted")
                .put("pod-security.kubernetes.io/warn", "restricted");
        return namespace;
    }

    private static ObjectNode account(String role) {
        ObjectNode account = object("v1", "ServiceAccount", KubernetesAccess.SERVICE_ACCOUNT);
        account.withObjectProperty("metadata").putObject("annotations").put("eks.amazonaws.com/role-arn", role);
        return account;
    }

    private void rights(String name, Map<String, List<String>> verbs, String kind, String subject) {
        String api = "/apis/" + RBAC + "/v1";
        ObjectNode role = object(RBAC + "/v1", "Role", name);
        ArrayNode rules = role.putArray("rules");
        new TreeMap<>(verbs).forEach((resource, allowed) -> rules.add(rule(resource, allowed)));
        cluster.put(in(api, "roles"), role);
        ObjectNode binding = object(RBAC + "/v1", "RoleBinding", name);
        ObjectNode who =
                binding.putArray("subjects").addObject().put("kind", kind).put("name", subject);
        if (kind.equals("Group")) {
            who.put("apiGroup", RBAC);
        } else {
            who.put("namespace", names.eksNamespace());
        }
        binding.putObject("roleRef").put("apiGroup", RBAC).put("kind", "Role").put("name", name);
        cluster.put(in(api, "rolebindings"), binding);
    }

    /** @param resource such as {@code jobs.batch}; the core group has no name behind the point */
    private static JsonNode rule(String resource, List<String> verbs) {
        String[] parts = resource.split("\\.", 2);
        ObjectNode rule = JsonNodeFactory.instance.objectNode();
        rule.putArray("apiGroups").add(parts.length == 1 ? "" : parts[1]);
        rule.putArray("resources").add(parts[0]);
        verbs.forEach(rule.putArray("verbs")::add);
        return rule;
    }

    private static ObjectNode object(String version, String kind, String name) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.put("apiVersion", version)
                .put("kind", kind)
                .putObject("metadata")
                .put("name", name);
        return object;
    }
}
