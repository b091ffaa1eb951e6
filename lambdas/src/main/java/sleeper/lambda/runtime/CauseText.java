package sleeper.lambda.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import sleeper.core.error.CorruptDataException;
import sleeper.core.json.StoredJson;

/** What the cause of a failed Task says to people. */
public final class CauseText {
    private CauseText() {}

    /**
     * A function's cause is JSON with the message in it; a task's is JSON too, of which the stop reason is what counts.
     *
     * @return the message, or the whole cause if it has none
     */
    public static String message(String cause) {
        if (!cause.stripLeading().startsWith("{")) {
            return cause;
        }
        try {
            JsonNode json = StoredJson.parse("A cause", cause);
            return List.of("errorMessage", "StoppedReason").stream()
                    .map(json::path)
                    .filter(JsonNode::isTextual)
                    .map(JsonNode::textValue)
                    .findFirst()
                    .orElse(cause);
        } catch (CorruptDataException e) {
            return cause;
        }
    }
}
