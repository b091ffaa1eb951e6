package sleeper.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import sleeper.core.util.Require;

/**
 * What the API answers.
 *
 * @param status of HTTP
 * @param body   one JSON object, never changed afterwards; of an error as {@link sleeper.api.error.ErrorReport} writes it
 */
public record ApiReply(int status, ObjectNode body) {
    public static final int OK = 200;

    public ApiReply {
        Require.notNull("body", body);
    }

    public boolean isOk() {
        return status == OK;
    }
}
