package sleeper.core.error.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import sleeper.core.error.CorruptDataException;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.FaultLocation;
import sleeper.core.json.StoredJson;

/**
 * A fault as JSON: {@code {"code","where","found","allowed","action","location":{"file","rowGroup","column","row","line"}}}. Of the
 * location only what is known is there, and a fault that is about no file has none.
 */
public final class FaultJson {
    private FaultJson() {}

    public static ObjectNode toJson(Fault fault) {
        ObjectNode json = StoredJson.object()
                .put("code", fault.code().name())
                .put("where", fault.where())
                .put("found", fault.found())
                .put("allowed", fault.allowed())
                .put("action", fault.action());
        if (!fault.location().isNone()) {
            json.set("location", toJson(fault.location()));
        }
        return json;
    }

    /**
     * @throws CorruptDataException     if a field is not there or of another type
     * @throws IllegalArgumentException if a value is none that a fault can have
     */
    public static Fault fromJson(JsonNode json) {
        return new Fault(
                StoredJson.word("a fault", json, "code", ErrorCode.class),
                StoredJson.text(json, "where"),
                StoredJson.text(json, "found"),
                StoredJson.text(json, "allowed"),
                StoredJson.text(json, "action"),
                json.has("location") ? locationFrom(json.get("location")) : FaultLocation.NONE);
    }

    private static ObjectNode toJson(FaultLocation location) {
        ObjectNode json = StoredJson.object();
        putText(json, "file", location.file());
        putNumber(json, "rowGroup", location.rowGroup());
        putText(json, "column", location.column());
        putNumber(json, "row", location.row());
        putNumber(json, "line", location.line());
        return json;
    }

    private static void putText(ObjectNode json, String field, String text) {
        if (!text.isEmpty()) {
            json.put(field, text);
        }
    }

    private static void putNumber(ObjectNode json, String field, long number) {
        if (number != FaultLocation.UNKNOWN) {
            json.put(field, number);
        }
    }

    private static FaultLocation locationFrom(JsonNode json) {
        return new FaultLocation(
                StoredJson.optionalText(json, "file").orElse(""),
                json.has("rowGroup") ? StoredJson.intValue(json, "rowGroup") : FaultLocation.UNKNOWN,
                StoredJson.optionalText(json, "column").orElse(""),
                json.has("row") ? StoredJson.longValue(json, "row") : FaultLocation.UNKNOWN,
                json.has("line") ? StoredJson.intValue(json, "line") : FaultLocation.UNKNOWN);
    }
}
