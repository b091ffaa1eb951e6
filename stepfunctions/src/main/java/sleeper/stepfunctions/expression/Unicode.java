package sleeper.stepfunctions.expression;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** What is text: UTF-16 in which each surrogate has its partner. JSON can write half of a pair, and no file can hold it. */
public final class Unicode {
    private Unicode() {}

    public static boolean isText(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    /** A text as it may be shown: each surrogate without a partner as JSON escapes it. */
    public static String shown(String text) {
        if (isText(text)) {
            return text;
        }
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                escaped.append(String.format("\\u%04x", c));
            } else {
                escaped.appendCodePoint(c);
            }
        });
        return escaped.toString();
    }

    /** JSON pointer, as it may be shown, of the first name or string in a value that is no text; empty if there is none. */
    public static Optional<String> pointerToNoText(JsonNode value) {
        return find(value, "");
    }

    private static Optional<String> find(JsonNode value, String pointer) {
        if (value.isTextual()) {
            return isText(value.textValue()) ? Optional.empty() : Optional.of(pointer);
        }
        for (Map.Entry<String, JsonNode> field : value.properties()) {
            String below = pointer + "/" + shown(field.getKey());
            Optional<String> found = isText(field.getKey()) ? find(field.getValue(), below) : Optional.of(below);
            if (found.isPresent()) {
                return found;
            }
        }
        for (int i = 0; value.isArray() && i < value.size(); i++) {
            Optional<String> found = find(value.get(i), pointer + "/" + i);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }
}
