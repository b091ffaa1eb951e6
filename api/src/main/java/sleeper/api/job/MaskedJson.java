package sleeper.api.job;

import com.fasterxml.jackson.databind.JsonNode;
import sleeper.core.error.CorruptDataException;
import sleeper.core.json.StoredJson;
import sleeper.core.util.Secrets;

/** Stored JSON as people are shown it. */
final class MaskedJson {
    private MaskedJson() {}

    /**
     * @param what what the text is, to begin a message with
     * @return the text's value with its secrets masked; as text if that leaves no JSON
     */
    static JsonNode of(String what, String text) {
        String masked = Secrets.masked(text);
        try {
            return StoredJson.parse(what, masked);
        } catch (CorruptDataException e) {
            return StoredJson.object().textNode(masked);
        }
    }
}
