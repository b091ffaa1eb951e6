package sleeper.core.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** One text for one JSON value: names sorted (by UTF-16 unit, as RFC 8785 has it) and no white space; what digests are taken of. */
public final class CanonicalJson {
    private CanonicalJson() {}

    public static String write(JsonNode node) {
        return sorted(node).toString();
    }

    /** @return SHA-256 of the canonical text in UTF-8; 64 lower-case hexadecimal digits */
    public static String digest(JsonNode node) {
        return sha256(write(node));
    }

    /** @return SHA-256 of the text in UTF-8; 64 lower-case hexadecimal digits */
    public static String sha256(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static JsonNode sorted(JsonNode node) {
        if (node.isObject()) {
            Map<String, JsonNode> fields = new TreeMap<>();
            node.properties().forEach(field -> fields.put(field.getKey(), sorted(field.getValue())));
            ObjectNode object = StoredJson.object();
            fields.forEach(object::set);
            return object;
        }
        if (node.isArray()) {
            ArrayNode array = StoredJson.array();
            node.forEach(element -> array.add(sorted(element)));
            return array;
        }
        return node;
    }
}
