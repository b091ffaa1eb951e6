package sleeper.api.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.json.StoredJson;

/** Fields of a body, as what they must be. A field that is {@code null} is taken for one that is not there. */
public final class BodyFields {
    private BodyFields() {}

    /**
     * @param known fields that it may have
     * @return a body as an object; an empty one if there is no body
     * @throws InvalidRequestException WRONG_TYPE if it is no object; UNKNOWN_FIELD for each field that is not known
     */
    public static ObjectNode object(Optional<JsonNode> body, Set<String> known) {
        JsonNode node = body.filter(found -> !found.isNull()).orElseGet(StoredJson::object);
        if (!(node instanceof ObjectNode object)) {
            throw Call.refused(Fault.of(ErrorCode.WRONG_TYPE, "the body", kind(node), "a JSON object"));
        }
        Call.expectKnown("the body", "field", names(object), known);
        return object;
    }

    private static List<String> names(ObjectNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** @return a field of texts, by name, in order, without those that are null; empty if it is not there */
    public static Map<String, String> textMap(ObjectNode body, String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        optional(body, name)
                .map(value -> anObject(name, value))
                .ifPresent(object -> object.properties().stream()
                        .filter(each -> !each.getValue().isNull())
                        .forEach(each -> texts.put(each.getKey(), text(name + "." + each.getKey(), each.getValue()))));
        return texts;
    }

    private static ObjectNode anObject(String name, JsonNode value) {
        if (!(value instanceof ObjectNode object)) {
            throw wrongType(name, value, "an object");
        }
        return object;
    }

    /**
     * @param known fields that it may have
     * @return a field that is there and an object
     */
    static Optional<ObjectNode> optionalObject(ObjectNode body, String name, Set<String> known) {
        return optional(body, name).map(value -> {
            ObjectNode object = anObject(name, value);
            Call.expectKnown("field '" + name + "'", "field", names(object), known);
            return object;
        });
    }

    /** @return the elements of a field that is there and an array */
    static Optional<List<JsonNode>> optionalList(ObjectNode body, String name) {
        return optional(body, name).map(value -> {
            if (!value.isArray()) {
                throw wrongType(name, value, "an array");
            }
            List<JsonNode> elements = new ArrayList<>();
            value.forEach(elements::add);
            return elements;
        });
    }

    /** @return a field, which must be there and no null */
    static JsonNode field(ObjectNode body, String name) {
        return optional(body, name).orElseThrow(() -> missing("the body", name));
    }

    /** @return what to throw if a field is not there */
    static InvalidRequestException missing(String where, String name) {
        return Call.refused(Fault.of(ErrorCode.MISSING_FIELD, where, "no field '" + name + "'", ""));
    }

    /** @return a field, which must be there and an object, of any fields */
    static ObjectNode object(ObjectNode body, String name) {
        return anObject(name, field(body, name));
    }

    /** @return a field that is there and no null */
    public static Optional<JsonNode> optional(ObjectNode body, String name) {
        return Optional.ofNullable(body.get(name)).filter(value -> !value.isNull());
    }

    /** @return a field, which must be there and a string */
    public static String text(ObjectNode body, String name) {
        return text(name, field(body, name));
    }

    static Optional<String> optionalText(ObjectNode body, String name) {
        return optional(body, name).map(value -> text(name, value));
    }

    private static String text(String name, JsonNode value) {
        if (!value.isTextual()) {
            throw wrongType(name, value, "a string");
        }
        return value.textValue();
    }

    static List<String> texts(ObjectNode body, String name) {
        JsonNode value = field(body, name);
        if (!value.isArray()) {
            throw wrongType(name, value, "an array of strings");
        }
        List<String> texts = new ArrayList<>();
        value.forEach(element -> texts.add(text(name, element)));
        return texts;
    }

    /** @return a whole number of a field, from {@code least} to {@code most} */
    static Optional<Integer> optionalInt(ObjectNode body, String name, int least, int most) {
        return optional(body, name).map(value -> {
            if (!value.isIntegralNumber()) {
                throw wrongType(name, value, "a whole number");
            }
            if (!value.canConvertToInt() || value.intValue() < least || value.intValue() > most) {
                throw Call.refused(Fault.of(
                        ErrorCode.VALUE_OUT_OF_RANGE, "field '" + name + "'", value.toString(), least + " to " + most));
            }
            return value.intValue();
        });
    }

    static boolean flag(ObjectNode body, String name) {
        return optional(body, name)
                .map(value -> {
                    if (!value.isBoolean()) {
                        throw wrongType(name, value, "true or false");
                    }
                    return value.booleanValue();
                })
                .orElse(false);
    }

    private static InvalidRequestException wrongType(String name, JsonNode value, String allowed) {
        return Call.refused(Fault.of(ErrorCode.WRONG_TYPE, "field '" + name + "'", kind(value), allowed));
    }

    static String kind(JsonNode value) {
        return value.getNodeType().name().toLowerCase(Locale.ROOT);
    }
}
