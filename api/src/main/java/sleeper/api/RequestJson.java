package sleeper.api;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.FaultLocation;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.json.StrictJson;
import sleeper.core.util.FailureWords;

/** Reads what a client sends: one JSON value, in which no object has a field twice. */
public final class RequestJson {
    private static final int MAX_DEPTH = 100;
    private static final ObjectMapper MAPPER = StrictJson.mapper(
            StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build());

    private static final String NOT_UNDERSTOOD = "The request was not understood.";
    /** How the mapper says that an object has a field twice. */
    private static final Pattern TWICE = Pattern.compile("^Duplicate field '(.*)' for ", Pattern.DOTALL);

    private RequestJson() {}

    /**
     * @return empty if there is nothing, or {@code null}
     * @throws InvalidRequestException MALFORMED_JSON if it is anything else, or objects lie in it deeper than {@value #MAX_DEPTH};
     *                                 DUPLICATE_FIELD if one has a field twice
     */
    public static Optional<JsonNode> parse(byte[] body) {
        try {
            return Optional.ofNullable(MAPPER.readTree(body)).filter(node -> !node.isMissingNode() && !node.isNull());
        } catch (JsonProcessingException e) {
            throw new InvalidRequestException(NOT_UNDERSTOOD, List.of(fault(e)), e);
        } catch (IOException e) {
            // The parser takes some bytes for UTF-16 or UTF-32, and this is what it says of those that are not.
            Fault fault = Fault.of(ErrorCode.MALFORMED_JSON, "the body", FailureWords.of(e), "JSON in UTF-8");
            throw new InvalidRequestException(NOT_UNDERSTOOD, List.of(fault), e);
        }
    }

    private static Fault fault(JsonProcessingException e) {
        JsonLocation at = e.getLocation();
        String where = at == null ? "the body" : "the body, line " + at.getLineNr() + ", column " + at.getColumnNr();
        Matcher twice = TWICE.matcher(e.getOriginalMessage());
        Fault fault = twice.find()
                ? Fault.of(ErrorCode.DUPLICATE_FIELD, where, "field '" + twice.group(1) + "' again", "each field once")
                : Fault.of(ErrorCode.MALFORMED_JSON, where, e.getOriginalMessage(), "one JSON value");
        return at == null ? fault : fault.at(FaultLocation.NONE.atLine(at.getLineNr()));
    }
}
