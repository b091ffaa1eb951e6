package sleeper.local.task.eks.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads and writes what all objects have: the fields below {@code metadata}. */
public final class Meta {
    private Meta() {}

    private static ObjectNode of(ObjectNode object) {
        return object.withObjectProperty("metadata");
    }

    public static String name(JsonNode object) {
        return object.at("/metadata/name").asText();
    }

    public static String namespace(JsonNode object) {
        return object.at("/metadata/namespace").asText();
    }

    public static String uid(JsonNode object) {
        return object.at("/metadata/uid").asText();
    }

    static long version(JsonNode object) {
        return object.at("/metadata/resourceVersion").asLong();
    }

    static void setVersion(ObjectNode object, long version) {
        of(object).put("resourceVersion", Long.toString(version));
    }

    public static Map<String, String> labels(JsonNode object) {
        return texts(object.at("/metadata/labels"));
    }

    static Map<String, String> annotations(JsonNode object) {
        return texts(object.at("/metadata/annotations"));
    }

    public static Optional<String> annotation(JsonNode object, String key) {
        return Optional.ofNullable(annotations(object).get(key));
    }

    private static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new LinkedHashMap<>();
        object.properties()
                .forEach(field -> texts.put(field.getKey(), field.getValue().asText()));
        return texts;
    }

    /** @return whether somebody has asked for its end, which takes its time */
    public static boolean isBeingDeleted(JsonNode object) {
        return object.at("/metadata/deletionTimestamp").isTextual();
    }

    static void setDeleted(ObjectNode object, Instant at, long graceSeconds) {
        of(object).put("deletionTimestamp", time(at)).put("deletionGracePeriodSeconds", graceSeconds);
    }

    /** Has an object be deleted, or not, as it was before it was changed. */
    public static void restoreDeletion(ObjectNode before, ObjectNode changed) {
        for (String field : List.of("deletionTimestamp", "deletionGracePeriodSeconds")) {
            of(changed).remove(field);
            JsonNode was = before.at("/metadata/" + field);
            if (!was.isMissingNode()) {
                of(changed).set(field, was);
            }
        }
    }

    public static Instant createdAt(JsonNode object) {
        return Instant.parse(object.at("/metadata/creationTimestamp").asText());
    }

    /** @return uids of the objects that own it */
    public static List<String> owners(JsonNode object) {
        List<String> uids = new ArrayList<>();
        object.at("/metadata/ownerReferences")
                .forEach(owner -> uids.add(owner.path("uid").asText()));
        return uids;
    }

    /** Makes an object belong to another, with which it goes. */
    public static void own(ObjectNode owned, ObjectKind ownersKind, JsonNode owner) {
        of(owned)
                .withArrayProperty("ownerReferences")
                .addObject()
                .put("apiVersion", ownersKind.apiVersion())
                .put("kind", ownersKind.word())
                .put("name", name(owner))
                .put("uid", uid(owner))
                .put("controller", true)
                .put("blockOwnerDeletion", true);
    }

    /** @return a time as Kubernetes writes it, in seconds */
    public static String time(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
