package sleeper.deployed.instance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Collection;
import sleeper.core.json.StoredJson;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;

/** What an event of a history says beside its type, as it came over the wire. */
final class EventDetails {
    private EventDetails() {}

    /** @return JSON, an object; of the fields for each type of event, an event has the one of its own */
    static String json(HistoryEvent event) {
        for (SdkField<?> field : event.sdkFields()) {
            if (field.getValueOrDefault(event) instanceof SdkPojo details) {
                return StoredJson.write(object(details));
            }
        }
        return "{}";
    }

    private static ObjectNode object(SdkPojo value) {
        ObjectNode object = StoredJson.object();
        for (SdkField<?> field : value.sdkFields()) {
            Object each = field.getValueOrDefault(value);
            if (each != null) {
                object.set(field.locationName(), node(each));
            }
        }
        return object;
    }

    private static JsonNode node(Object value) {
        if (value instanceof SdkPojo object) {
            return object(object);
        }
        if (value instanceof Collection<?> values) {
            ArrayNode array = StoredJson.array();
            values.forEach(each -> array.add(node(each)));
            return array;
        }
        if (value instanceof Boolean truth) {
            return BooleanNode.valueOf(truth);
        }
        return value instanceof Number number
                ? LongNode.valueOf(number.longValue())
                : TextNode.valueOf(String.valueOf(value));
    }
}
