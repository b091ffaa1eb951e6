package sleeper.lambdaruntime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** What came of a call of a function. */
public sealed interface FunctionAnswer {
    /** @return the answer's JSON, as the service hands it on */
    String payload();

    /**
     * The function returned.
     *
     * @param payload what it returned, as JSON
     */
    record Returned(String payload) implements FunctionAnswer {}

    /**
     * The function threw, could not be initialised, or its process ended.
     *
     * @param errorType    full name of the exception's class; {@code Runtime.ExitError} where the process ended
     * @param errorMessage the exception's message; empty where it has none
     * @param payload      {@code {"errorMessage","errorType","stackTrace"}}
     */
    record Failed(String errorType, String errorMessage, String payload) implements FunctionAnswer {
        private static final ObjectMapper JSON = new ObjectMapper();

        static Failed of(String payload) {
            try {
                JsonNode error = JSON.readTree(payload);
                return new Failed(
                        error.path("errorType").asText(),
                        error.path("errorMessage").asText(),
                        payload);
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException("an error of a function must be JSON: " + payload, e);
            }
        }

        static Failed exit(int code) {
            String message = "the function's process ended with code " + code;
            return new Failed(
                    "Runtime.ExitError",
                    message,
                    JSON.createObjectNode()
                            .put("errorType", "Runtime.ExitError")
                            .put("errorMessage", message)
                            .toString());
        }
    }
}
