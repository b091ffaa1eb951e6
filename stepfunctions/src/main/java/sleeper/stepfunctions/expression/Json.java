package sleeper.stepfunctions.expression;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The one way in which JSON is read and written here: integers stay integers, fractions are doubles, text is compact, as in Step
 * Functions' own inputs and outputs. Thread-safe.
 */
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final ObjectReader NO_DUPLICATES =
            MAPPER.readerFor(JsonNode.class).with(StreamReadFeature.STRICT_DUPLICATE_DETECTION);

    private Json() {}

    /** The shared mapper, for library adapters that want one. */
    public static JsonMapper objectMapper() {
        return MAPPER;
    }

    /**
     * Reads one JSON value that fills the whole text.
     *
     * @throws JsonProcessingException if the text is not one JSON value
     */
    public static JsonNode read(String text) throws JsonProcessingException {
        JsonNode node = MAPPER.readTree(text);
        return node == null || node.isMissingNode() ? JsonNodeFactory.instance.nullNode() : node;
    }

    /**
     * Reads one JSON value in which no object names a field twice.
     *
     * @throws JsonProcessingException if the text is not that
     */
    public static JsonNode readWithoutDuplicates(String text) throws JsonProcessingException {
        JsonNode node = NO_DUPLICATES.readValue(text);
        return node == null || node.isMissingNode() ? JsonNodeFactory.instance.nullNode() : node;
    }

    /** What is wrong with a text, without the library's remarks on its source. */
    public static String problem(JsonProcessingException e) {
        return e.getOriginalMessage().replaceAll("\\[Source: [^;]*; ", "[");
    }

    /** Reads text that this class has written; text that is not JSON is a programming mistake. */
    public static JsonNode readKnown(String text) {
        try {
            return read(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Text that should be JSON is not: " + e.getOriginalMessage(), e);
        }
    }

    /** Compact text of a value. */
    public static String write(JsonNode node) {
        try {
            return MAPPER.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A JSON tree could not be written", e);
        }
    }

    /** A new, empty object. */
    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** Maps, lists, strings, numbers, booleans and null of plain Java: their hash order and {@code toString} are what Step Functions shows. */
    static Object plain(JsonNode node) {
        return MAPPER.convertValue(node, Object.class);
    }

    static JsonNode ofPlain(Object value) {
        return MAPPER.valueToTree(value);
    }
}
