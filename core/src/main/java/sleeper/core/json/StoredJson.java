package sleeper.core.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import sleeper.core.error.CorruptDataException;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.VersionTooOldException;

/**
 * Helpers of the codecs for what programs of ours wrote. What is not as it was written is damaged data, so every fault is a
 * {@link CorruptDataException} with code DATA_CORRUPT; a reader that knows better (the log) says so in its own words.
 */
public final class StoredJson {
    static final int MAX_DEPTH = 500;

    private static final ObjectMapper MAPPER = StrictJson.mapper(StreamReadConstraints.builder()
            .maxNestingDepth(MAX_DEPTH)
            .maxStringLength(Integer.MAX_VALUE)
            .build());

    private StoredJson() {}

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    public static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    public static <T> ArrayNode array(Collection<T> values, Function<T, JsonNode> toJson) {
        ArrayNode array = array();
        values.forEach(value -> array.add(toJson.apply(value)));
        return array;
    }

    public static ArrayNode texts(Collection<String> values) {
        ArrayNode array = array();
        values.forEach(array::add);
        return array;
    }

    public static ObjectNode textMap(Map<String, String> values) {
        ObjectNode object = object();
        values.forEach(object::put);
        return object;
    }

    /** @return the value as text, in the order its fields were put */
    public static String write(JsonNode node) {
        return node.toString();
    }

    /**
     * @param what what the text is, to begin a message with, such as {@code "The plan of job-a1"}
     * @throws CorruptDataException if it is not one JSON value
     */
    public static JsonNode parse(String what, String text) {
        try {
            JsonNode node = MAPPER.readTree(text);
            if (node == null || node.isMissingNode()) {
                throw corrupt(what, "the text", "nothing", "a JSON value", null);
            }
            return node;
        } catch (JsonProcessingException e) {
            throw corrupt(what, "the text", e.getOriginalMessage(), "JSON", e);
        }
    }

    public static JsonNode require(JsonNode object, String field) {
        JsonNode value = object.get(field);
        if (value == null || value.isNull()) {
            throw corrupt(
                    "Stored JSON",
                    field,
                    object.isObject() ? "no such field" : object.getNodeType().name(),
                    "the field",
                    null);
        }
        return value;
    }

    public static String text(JsonNode object, String field) {
        JsonNode value = require(object, field);
        return check(value.isTextual(), value, field, "a string").textValue();
    }

    public static Optional<String> optionalText(JsonNode object, String field) {
        return object.has(field) ? Optional.of(text(object, field)) : Optional.empty();
    }

    public static int intValue(JsonNode object, String field) {
        JsonNode value = require(object, field);
        return check(value.canConvertToInt() && value.isIntegralNumber(), value, field, "an int")
                .intValue();
    }

    public static long longValue(JsonNode object, String field) {
        JsonNode value = require(object, field);
        return check(value.canConvertToLong() && value.isIntegralNumber(), value, field, "a long")
                .longValue();
    }

    public static <T> List<T> list(JsonNode object, String field, Function<JsonNode, T> fromJson) {
        JsonNode value = require(object, field);
        check(value.isArray(), value, field, "an array");
        List<T> list = new ArrayList<>(value.size());
        value.forEach(element -> list.add(fromJson.apply(element)));
        return list;
    }

    public static List<String> textList(JsonNode object, String field) {
        return list(
                object,
                field,
                element -> check(element.isTextual(), element, field, "strings").textValue());
    }

    public static Map<String, String> textMap(JsonNode object, String field) {
        JsonNode value = require(object, field);
        check(value.isObject(), value, field, "an object");
        Map<String, String> map = new LinkedHashMap<>();
        value.properties()
                .forEach(entry -> map.put(
                        entry.getKey(),
                        check(entry.getValue().isTextual(), entry.getValue(), field, "strings")
                                .textValue()));
        return map;
    }

    /**
     * Runs a codec, whose domain types refuse values that were never written.
     *
     * @throws CorruptDataException if they do
     */
    public static <T> T decode(String what, JsonNode node, Function<JsonNode, T> fromJson) {
        try {
            return fromJson.apply(node);
        } catch (IllegalArgumentException e) {
            throw corrupt(what, "the JSON", e.getMessage(), "what was stored", e);
        }
    }

    /**
     * Holds a form's version against the one that is known.
     *
     * @param field where the version stands
     * @throws VersionTooOldException   if it is a later one
     * @throws IllegalArgumentException if it is none
     */
    public static void checkVersion(String what, JsonNode object, String field, int known) {
        JsonNode version = object.path(field);
        if (version.isIntegralNumber() && version.canConvertToInt() && version.intValue() > known) {
            throw VersionTooOldException.of(what, field + " " + version, field + " " + known + " or less");
        }
        if (!version.isIntegralNumber() || version.intValue() != known) {
            throw new IllegalArgumentException(field + " is " + version + " and this version reads " + known);
        }
    }

    /**
     * @param kind an enum, of which later versions may have more values
     * @return the field's value
     * @throws VersionTooOldException if it is none of this version
     */
    public static <T extends Enum<T>> T word(String what, JsonNode object, String field, Class<T> kind) {
        return word(what, text(object, field), kind);
    }

    /** As {@link #word(String, JsonNode, String, Class)}, of a text alone. */
    public static <T extends Enum<T>> T word(String what, String word, Class<T> kind) {
        return known(
                what,
                kind.getSimpleName(),
                word,
                Arrays.stream(kind.getEnumConstants())
                        .filter(value -> value.name().equals(word))
                        .findFirst());
    }

    /**
     * @param kind  what the word is one of, of which later versions may have more
     * @param word  as it is stored
     * @param value what this version takes the word for; empty if it does not know the word
     * @return the value
     * @throws VersionTooOldException if there is none
     */
    public static <T> T known(String what, String kind, String word, Optional<T> value) {
        return value.orElseThrow(
                () -> VersionTooOldException.of(what, kind + " '" + word + "'", "one that this version knows"));
    }

    private static JsonNode check(boolean holds, JsonNode value, String field, String allowed) {
        if (!holds) {
            throw corrupt("Stored JSON", field, value.toString(), allowed, null);
        }
        return value;
    }

    private static CorruptDataException corrupt(
            String what, String where, String found, String allowed, Throwable cause) {
        return new CorruptDataException(
                what + " could not be read.", List.of(Fault.of(ErrorCode.DATA_CORRUPT, where, found, allowed)), cause);
    }
}
