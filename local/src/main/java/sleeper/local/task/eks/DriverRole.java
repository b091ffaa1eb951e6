package sleeper.local.task.eks;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import sleeper.local.task.eks.objects.ObjectKind;

/** What the service account of drivers may do: what Spark's scheduler in client mode asks of the API server, and no more. */
final class DriverRole {
    static final String NAME = "spark-driver";

    /** Verbs by resource, all of the core group. */
    static final Map<String, List<String>> VERBS = new TreeMap<>(Map.of(
            "configmaps", List.of("create", "deletecollection"),
            "persistentvolumeclaims", List.of("deletecollection", "list"),
            "pods", List.of("create", "delete", "deletecollection", "get", "list", "watch"),
            "services", List.of("deletecollection")));

    private DriverRole() {}

    static ObjectNode role() {
        ObjectNode role = object(ObjectKind.ROLE, NAME);
        ArrayNode rules = role.putArray("rules");
        VERBS.forEach((resource, verbs) -> {
            ObjectNode rule = rules.addObject();
            rule.putArray("apiGroups").add("");
            rule.putArray("resources").add(resource);
            verbs.forEach(rule.putArray("verbs")::add);
        });
        return role;
    }

    static ObjectNode binding(String namespace, String serviceAccount) {
        ObjectNode binding = object(ObjectKind.ROLE_BINDING, NAME);
        binding.putArray("subjects")
                .addObject()
                .put("kind", ObjectKind.SERVICE_ACCOUNT.word())
                .put("name", serviceAccount)
                .put("namespace", namespace);
        binding.putObject("roleRef")
                .put("apiGroup", ObjectKind.ROLE.group())
                .put("kind", ObjectKind.ROLE.word())
                .put("name", NAME);
        return binding;
    }

    static ObjectNode object(ObjectKind kind, String name) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.put("apiVersion", kind.apiVersion()).put("kind", kind.word());
        object.putObject("metadata").put("name", name);
        return object;
    }
}
