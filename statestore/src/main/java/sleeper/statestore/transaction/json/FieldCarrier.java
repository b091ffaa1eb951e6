package sleeper.statestore.transaction.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import sleeper.core.schema.Field;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.core.schema.json.SchemaJson;

/** A single field as JSON, in the form that a schema gives it. */
final class FieldCarrier {
    /** The key field that a schema needs; its name cannot be that of a real field. */
    private static final List<Field> KEY = List.of(Field.required("\u0000", PrimitiveType.INT));

    private FieldCarrier() {}

    static JsonNode toJson(Field field) {
        return SchemaJson.toJson(new Schema(KEY, List.of(), List.of(field)))
                .path("valueFields")
                .path(0);
    }

    static Field field(JsonNode json) {
        ObjectNode schema = SchemaJson.toJson(new Schema(KEY, List.of(), List.of()));
        schema.set("valueFields", JsonNodeFactory.instance.arrayNode().add(json));
        return SchemaJson.fromJson(schema).valueFields().get(0);
    }
}
