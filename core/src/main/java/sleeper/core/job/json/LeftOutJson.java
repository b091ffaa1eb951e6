package sleeper.core.job.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;
import sleeper.core.json.StoredJson;
import sleeper.core.source.LeftOut;

/** What is left out, as plans store it and commands print it: {@code [{"reason","count","names"}]}. */
public final class LeftOutJson {
    private LeftOutJson() {}

    public static ArrayNode toJson(List<LeftOut> leftOut) {
        return StoredJson.array(leftOut, some -> {
            var json = StoredJson.object().put("reason", some.reason().name()).put("count", some.count());
            json.set("names", StoredJson.texts(some.names()));
            return json;
        });
    }

    /** @param json an object whose field {@code leftOut} has what {@link #toJson} gave */
    static List<LeftOut> fromJson(JsonNode json) {
        return StoredJson.list(json, "leftOut", LeftOutJson::read);
    }

    private static LeftOut read(JsonNode json) {
        return new LeftOut(
                StoredJson.word("what is left out", json, "reason", LeftOut.Reason.class),
                StoredJson.longValue(json, "count"),
                StoredJson.textList(json, "names"));
    }
}
