package sleeper.local.task.eks.api;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import sleeper.local.task.eks.objects.ApiException;

/** Changes to an object as {@code PATCH} sends them: JSON Patch (RFC 6902) and JSON Merge Patch (RFC 7386). */
final class Patches {
    private static final String JSON_PATCH = "application/json-patch+json";

    private Patches() {}

    /** Changes an object. A strategic merge patch is taken as a merge patch, whose lists take the place of those there. */
    static void apply(String contentType, JsonNode patch, ObjectNode object) {
        if (contentType.startsWith(JSON_PATCH)) {
            patch.forEach(operation -> operate(operation, object));
        } else if (patch instanceof ObjectNode merged) {
            merge(merged, object);
        } else {
            throw ApiException.badRequest("the patch is no JSON object");
        }
    }

    private static void merge(ObjectNode patch, ObjectNode object) {
        patch.properties().forEach(field -> {
            if (field.getValue().isNull()) {
                object.remove(field.getKey());
            } else if (field.getValue() instanceof ObjectNode nested) {
                JsonNode there = object.path(field.getKey());
                merge(nested, there instanceof ObjectNode old ? old : object.putObject(field.getKey()));
            } else {
                object.set(field.getKey(), field.getValue());
            }
        });
    }

    private static void operate(JsonNode operation, ObjectNode object) {
        JsonPointer path = JsonPointer.compile(operation.path("path").asText());
        JsonNode parent = object.at(path.head());
        String name = path.last().getMatchingProperty();
        switch (operation.path("op").asText()) {
            case "add" -> add(parent, name, operation.path("value"), path);
            case "replace" -> {
                remove(parent, name, path);
                add(parent, name, operation.path("value"), path);
            }
            case "remove" -> remove(parent, name, path);
            case "copy" -> add(parent, name, from(operation, object).deepCopy(), path);
            case "move" -> {
                JsonNode moved = from(operation, object);
                JsonPointer source = JsonPointer.compile(operation.path("from").asText());
                remove(object.at(source.head()), source.last().getMatchingProperty(), source);
                add(object.at(path.head()), name, moved, path);
            }
            case "test" -> {
                if (!object.at(path).equals(operation.path("value"))) {
                    throw unprocessable("testing path " + path + " failed");
                }
            }
            default ->
                throw ApiException.badRequest("the operation '"
                        + operation.path("op").asText() + "' is none of add, copy, move, remove, replace, test");
        }
    }

    private static JsonNode from(JsonNode operation, ObjectNode object) {
        JsonPointer source = JsonPointer.compile(operation.path("from").asText());
        JsonNode value = object.at(source);
        if (value.isMissingNode()) {
            throw unprocessable("doc is missing path: " + source);
        }
        return value;
    }

    private static void add(JsonNode parent, String name, JsonNode value, JsonPointer path) {
        if (parent instanceof ObjectNode fields) {
            fields.set(name, value);
        } else if (parent instanceof ArrayNode list && (name.equals("-") || place(name) <= list.size())) {
            list.insert(name.equals("-") ? list.size() : place(name), value);
        } else {
            throw unprocessable("doc is missing path: " + path);
        }
    }

    private static void remove(JsonNode parent, String name, JsonPointer path) {
        boolean found = false;
        if (parent instanceof ObjectNode fields) {
            found = fields.remove(name) != null;
        } else if (parent instanceof ArrayNode list) {
            found = list.remove(place(name)) != null;
        }
        if (!found) {
            throw unprocessable("doc is missing path: " + path);
        }
    }

    private static int place(String name) {
        return name.matches("\\d{1,6}") ? Integer.parseInt(name) : Integer.MAX_VALUE;
    }

    private static ApiException unprocessable(String message) {
        return ApiException.of(
                422, "Invalid", "the server rejected our request due to an error in our request: " + message);
    }
}
