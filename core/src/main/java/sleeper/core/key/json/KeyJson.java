package sleeper.core.key.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import sleeper.core.json.StoredJson;
import sleeper.core.key.Key;
import sleeper.core.key.KeyValue;
import sleeper.core.key.Range;
import sleeper.core.key.Region;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.util.Require;

/**
 * Key values as JSON: ints and longs as numbers, strings as strings, byte arrays as base64 (RFC 4648, padded). A value's type
 * comes from the schema; a region's ranges carry theirs, so that a region can be read without one:
 * {@code [{"type":"string","min":"a","max":"m"},{}]}, an absent bound being open.
 */
public final class KeyJson {
    private KeyJson() {}

    public static JsonNode toJson(KeyValue value) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        Object plain = value.toObject();
        if (plain instanceof Integer number) {
            return json.numberNode(number);
        } else if (plain instanceof Long number) {
            return json.numberNode(number);
        } else if (plain instanceof byte[] bytes) {
            return json.textNode(Base64.getEncoder().encodeToString(bytes));
        }
        return json.textNode((String) plain);
    }

    /**
     * @param type a key type
     * @throws IllegalArgumentException if the node is not a value of that type
     */
    public static KeyValue fromJson(JsonNode node, PrimitiveType type) {
        return switch (type) {
            case INT -> {
                Require.that(node.isIntegralNumber() && node.canConvertToInt(), "not an int: " + node);
                yield new KeyValue.OfInt(node.intValue());
            }
            case LONG -> {
                Require.that(node.isIntegralNumber() && node.canConvertToLong(), "not a long: " + node);
                yield new KeyValue.OfLong(node.longValue());
            }
            case STRING -> {
                Require.that(node.isTextual(), "not a string: " + node);
                // An escape can name half a surrogate pair, which no file could hold as UTF-8.
                Require.that(
                        StandardCharsets.UTF_8.newEncoder().canEncode(node.textValue()),
                        "not a string: it holds half a surrogate pair");
                yield new KeyValue.OfString(node.textValue());
            }
            case BYTEARRAY -> {
                Require.that(node.isTextual(), "not base64: " + node);
                yield new KeyValue.OfBytes(Base64.getDecoder().decode(node.textValue()));
            }
            default -> throw new IllegalArgumentException(type.describe() + " is not a key type");
        };
    }

    public static ArrayNode toJson(Key key) {
        return StoredJson.array(key.values(), KeyJson::toJson);
    }

    /**
     * @param types the types of the key's fields, in order
     * @throws IllegalArgumentException if the node is not a key of these types
     */
    public static Key fromJson(JsonNode node, List<PrimitiveType> types) {
        Require.that(
                node.isArray() && node.size() == types.size(), "not a key of " + types.size() + " fields: " + node);
        List<KeyValue> values = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            values.add(fromJson(node.get(i), types.get(i)));
        }
        return new Key(values);
    }

    public static ArrayNode toJson(Region region) {
        return StoredJson.array(region.ranges(), KeyJson::rangeToJson);
    }

    /** @throws IllegalArgumentException if the node is not a region */
    public static Region regionFromJson(JsonNode node) {
        Require.that(node.isArray() && !node.isEmpty(), "not a region: " + node);
        List<Range> ranges = new ArrayList<>();
        node.forEach(range -> ranges.add(rangeFromJson(range)));
        return new Region(ranges);
    }

    private static JsonNode rangeToJson(Range range) {
        ObjectNode json = StoredJson.object();
        range.min()
                .or(range::max)
                .ifPresent(bound -> json.put("type", bound.type().describe()));
        range.min().ifPresent(min -> json.set("min", toJson(min)));
        range.max().ifPresent(max -> json.set("max", toJson(max)));
        return json;
    }

    private static Range rangeFromJson(JsonNode node) {
        if (node.isEmpty()) {
            Require.that(node.isObject(), "not a range: " + node);
            return Range.ALL;
        }
        PrimitiveType type = typeFromWord(StoredJson.text(node, "type"));
        return new Range(bound(node, "min", type), bound(node, "max", type));
    }

    private static Optional<KeyValue> bound(JsonNode range, String name, PrimitiveType type) {
        return Optional.ofNullable(range.get(name)).map(value -> fromJson(value, type));
    }

    /**
     * @param word as {@link PrimitiveType#describe} gives it
     * @throws IllegalArgumentException if it is not the word of a key type
     */
    public static PrimitiveType typeFromWord(String word) {
        for (PrimitiveType type : PrimitiveType.values()) {
            if (type.isKeyType() && type.describe().equals(word)) {
                return type;
            }
        }
        throw new IllegalArgumentException("not a key type: " + word);
    }
}
