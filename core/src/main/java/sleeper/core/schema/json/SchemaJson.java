package sleeper.core.schema.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import sleeper.core.error.Faults;
import sleeper.core.json.LocatedJsonReader;
import sleeper.core.json.StoredJson;
import sleeper.core.schema.DecimalType;
import sleeper.core.schema.Field;
import sleeper.core.schema.FieldIds;
import sleeper.core.schema.FieldType;
import sleeper.core.schema.ListType;
import sleeper.core.schema.MapType;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.core.schema.SchemaLimits;
import sleeper.core.schema.StructType;
import sleeper.core.schema.TimestampType;

/**
 * The schema file: {@code rowKeyFields}, {@code sortKeyFields} and {@code valueFields}, each a list of
 * {@code {"name","type","nullable"}}. A type is a word ({@code int}, {@code long}, {@code string}, {@code bytearray},
 * {@code float}, {@code double}, {@code boolean}, {@code date}, {@code timestamp}, {@code decimal(10,2)}) or an object:
 *
 * <pre>
 * {"type":"timestamp","unit":"millis|micros|nanos","utc":true}
 * {"type":"decimal","precision":10,"scale":2}
 * {"type":"list","element":TYPE,"elementNullable":false}
 * {"type":"map","key":TYPE,"value":TYPE,"valueNullable":false}
 * {"type":"struct","fields":[FIELD, ...]}
 * </pre>
 */
public final class SchemaJson {
    private static final String WHAT = "The schema";

    private SchemaJson() {}

    /**
     * @throws sleeper.core.error.InvalidRequestException MALFORMED_JSON if the text is not JSON, otherwise BAD_SCHEMA with every
     *                                                    fault and its line and column
     */
    public static Schema parse(String text) {
        Schema schema = new SchemaReader().read(LocatedJsonReader.read(WHAT, text));
        Faults faults = new Faults();
        faults.addAll(SchemaLimits.exceeded(schema.allFields(), "the schema"));
        faults.throwIfAny(SchemaReader.SUMMARY);
        return schema;
    }

    /** @return the schema as indented text, fit for a schema file */
    public static String write(Schema schema) {
        return toJson(schema).toPrettyString();
    }

    public static ObjectNode toJson(Schema schema) {
        ObjectNode json = StoredJson.object();
        json.set("rowKeyFields", fields(schema.rowKeyFields()));
        json.set("sortKeyFields", fields(schema.sortKeyFields()));
        json.set("valueFields", fields(schema.valueFields()));
        return json;
    }

    /** Reads what {@link #toJson} gave, however long it is; a fault is told as by {@link #parse}. */
    public static Schema fromJson(JsonNode json) {
        return parseStored(json.toString());
    }

    /** As {@link #fromJson}, of text that this program has stored. */
    public static Schema parseStored(String text) {
        return new SchemaReader().read(LocatedJsonReader.readStored(WHAT, text));
    }

    /** @return a schema's ids, stored beside what {@link #toJson} gives: a schema file has none */
    public static ObjectNode idsToJson(FieldIds ids) {
        ObjectNode json = StoredJson.object();
        ArrayNode depthFirst = json.putArray("depthFirst");
        ids.depthFirst().forEach(depthFirst::add);
        return json.put("last", ids.last());
    }

    /**
     * @param schema what {@link #toJson} gave
     * @param ids    what {@link #idsToJson} gave; missing where a version stored it that gave no ids, whose fields are numbered in
     *               column order
     */
    public static Schema fromJson(JsonNode schema, JsonNode ids) {
        return withIds(fromJson(schema), ids);
    }

    /** @return the schema with stored ids in place of its own; with its own if none are stored */
    public static Schema withIds(Schema schema, JsonNode ids) {
        return ids.isMissingNode()
                ? schema
                : new Schema(
                        schema.rowKeyFields(),
                        schema.sortKeyFields(),
                        schema.valueFields(),
                        new FieldIds(
                                StoredJson.list(ids, "depthFirst", JsonNode::intValue),
                                StoredJson.intValue(ids, "last")));
    }

    private static JsonNode fields(List<Field> fields) {
        return StoredJson.array(fields, SchemaJson::field);
    }

    static JsonNode field(Field field) {
        ObjectNode json = StoredJson.object().put("name", field.name());
        json.set("type", type(field.type()));
        return field.nullable() ? json.put("nullable", true) : json;
    }

    private static JsonNode type(FieldType type) {
        ObjectNode json = StoredJson.object();
        if (type instanceof PrimitiveType || type instanceof DecimalType) {
            return json.textNode(type.describe());
        } else if (type instanceof TimestampType timestamp) {
            return timestamp.equals(TimestampType.DEFAULT)
                    ? json.textNode("timestamp")
                    : json.put("type", "timestamp")
                            .put("unit", timestamp.unit().name().toLowerCase(Locale.ROOT))
                            .put("utc", timestamp.utc());
        } else if (type instanceof ListType list) {
            json.put("type", "list").set("element", type(list.element()));
            return list.elementNullable() ? json.put("elementNullable", true) : json;
        } else if (type instanceof MapType map) {
            json.put("type", "map").set("key", type(map.key()));
            json.set("value", type(map.value()));
            return map.valueNullable() ? json.put("valueNullable", true) : json;
        }
        return json.put("type", "struct").set("fields", fields(((StructType) type).fields()));
    }
}
