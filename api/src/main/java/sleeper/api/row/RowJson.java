package sleeper.api.row;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Rows as JSON: numbers as numbers, bytes as base64, dates and times in ISO 8601, a map as an object whose names are its keys'
 * texts. What JSON has no number for ({@code NaN}, infinities) becomes a string.
 */
public final class RowJson {
    private RowJson() {}

    /** @param row as {@link sleeper.sort.read.TableScan} gives it */
    public static ObjectNode of(Map<String, Object> row) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        row.forEach((field, value) -> json.set(field, value(value)));
        return json;
    }

    private static JsonNode value(Object value) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        if (value == null) {
            return json.nullNode();
        } else if (value instanceof Integer number) {
            return json.numberNode(number);
        } else if (value instanceof Long number) {
            return json.numberNode(number);
        } else if (value instanceof Float number) {
            return Float.isFinite(number) ? json.numberNode(number) : json.textNode(number.toString());
        } else if (value instanceof Double number) {
            return Double.isFinite(number) ? json.numberNode(number) : json.textNode(number.toString());
        } else if (value instanceof BigDecimal number) {
            return json.numberNode(number);
        } else if (value instanceof Boolean flag) {
            return json.booleanNode(flag);
        } else if (value instanceof List<?> list) {
            ArrayNode array = json.arrayNode();
            list.forEach(element -> array.add(value(element)));
            return array;
        } else if (value instanceof Map<?, ?> map) {
            ObjectNode object = json.objectNode();
            map.forEach((key, element) -> object.set(text(key), value(element)));
            return object;
        }
        return json.textNode(text(value));
    }

    /** @return a value in one word, for people; what has parts as JSON */
    public static String words(Object value) {
        boolean plain = value == null || !(value instanceof List<?> || value instanceof Map<?, ?>);
        return plain ? text(value) : value(value).toString();
    }

    private static String text(Object value) {
        if (value == null) {
            return "";
        } else if (value instanceof byte[] bytes) {
            return Base64.getEncoder().encodeToString(bytes);
        } else if (value instanceof BigDecimal number) {
            return number.toPlainString();
        }
        return value.toString();
    }
}
