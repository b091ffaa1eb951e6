package sleeper.local.task.eks.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import sleeper.local.task.eks.objects.ObjectKind;

/** What the API server tells of itself, which clients such as {@code kubectl} ask for first. */
final class Discovery {
    /** Of which Kubernetes its answers are. */
    private static final String MINOR = "32";

    private static final List<String> VERBS =
            List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");

    private Discovery() {}

    /** @return what a path tells; empty if it is about objects, or there is nothing of it */
    static Optional<ObjectNode> of(String path) {
        return switch (path) {
            case "/version" -> Optional.of(version());
            case "/api" -> Optional.of(versions());
            case "/apis" -> Optional.of(groups());
            default -> group(path).map(Discovery::resources);
        };
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static ObjectNode version() {
        return object().put("major", "1").put("minor", MINOR).put("gitVersion", "v1." + MINOR + ".0");
    }

    private static ObjectNode versions() {
        ObjectNode versions = object().put("kind", "APIVersions");
        versions.putArray("versions").add(ObjectKind.VERSION);
        versions.putArray("serverAddressByClientCIDRs");
        return versions;
    }

    private static Stream<String> groupNames() {
        return Stream.of(ObjectKind.values()).map(ObjectKind::group).distinct();
    }

    private static ObjectNode groups() {
        ObjectNode list = object().put("kind", "APIGroupList").put("apiVersion", "v1");
        ArrayNode groups = list.putArray("groups");
        groupNames().filter(name -> !name.isEmpty()).forEach(name -> {
            ObjectNode group = groups.addObject().put("name", name);
            group.putArray("versions").add(groupVersion(name));
            group.set("preferredVersion", groupVersion(name));
        });
        return list;
    }

    private static ObjectNode groupVersion(String group) {
        return object().put("groupVersion", group + "/" + ObjectKind.VERSION).put("version", ObjectKind.VERSION);
    }

    /** @return the group whose resources a path lists */
    private static Optional<String> group(String path) {
        return groupNames()
                .filter(name -> path.equals((name.isEmpty() ? "/api/" : "/apis/" + name + "/") + ObjectKind.VERSION))
                .findFirst();
    }

    private static ObjectNode resources(String group) {
        ObjectNode list = object().put("kind", "APIResourceList").put("apiVersion", "v1");
        list.put("groupVersion", group.isEmpty() ? ObjectKind.VERSION : group + "/" + ObjectKind.VERSION);
        ArrayNode resources = list.putArray("resources");
        for (ObjectKind kind : ObjectKind.values()) {
            if (kind.group().equals(group)) {
                ObjectNode resource = resources.addObject();
                resource.put("name", kind.plural())
                        .put("singularName", kind.word().toLowerCase(Locale.ROOT));
                resource.put("namespaced", kind.isNamespaced()).put("kind", kind.word());
                VERBS.forEach(resource.putArray("verbs")::add);
                kind.shortName().ifPresent(resource.putArray("shortNames")::add);
            }
        }
        return list;
    }
}
