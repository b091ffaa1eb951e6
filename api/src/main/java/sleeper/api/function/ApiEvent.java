package sleeper.api.function;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import sleeper.api.ApiRequest;
import sleeper.api.RequestJson;
import sleeper.api.route.BodyFields;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;

/** What the function is invoked with: {@code {"method","path","query"?: {name: text},"body"?: JSON}}. */
final class ApiEvent {
    private static final Set<String> FIELDS = Set.of("method", "path", "query", "body");

    private ApiEvent() {}

    /** @throws InvalidRequestException if it is anything else */
    static ApiRequest read(byte[] event) {
        ObjectNode json = BodyFields.object(RequestJson.parse(event), FIELDS);
        return new ApiRequest(
                filled(json, "method", "GET or POST"),
                filled(json, "path", "such as /api/v1/jobs"),
                BodyFields.textMap(json, "query"),
                BodyFields.optional(json, "body"));
    }

    private static String filled(ObjectNode json, String name, String allowed) {
        String text = BodyFields.text(json, name);
        if (text.isBlank()) {
            throw new InvalidRequestException(
                    "",
                    List.of(Fault.of(ErrorCode.VALUE_OUT_OF_RANGE, "field '" + name + "'", "a blank text", allowed)));
        }
        return text;
    }
}
