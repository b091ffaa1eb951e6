package sleeper.core.schema.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import sleeper.core.error.Faults;
import sleeper.core.json.LocatedJsonReader;
import sleeper.core.schema.Field;
import sleeper.core.schema.SchemaLimits;

/** A single field as JSON, in the form that a schema file gives it: {@code {"name","type","nullable"}}. */
public final class FieldJson {
    private static final String WHAT = "The field";

    private FieldJson() {}

    public static JsonNode toJson(Field field) {
        return SchemaJson.field(field);
    }

    /** Reads what {@link #toJson} gave. */
    public static Field fromJson(JsonNode json) {
        return new SchemaReader().readField(LocatedJsonReader.readStored(WHAT, json.toString()));
    }

    /**
     * Reads what a person gave, by the rules and within the limits of a schema file.
     *
     * @throws sleeper.core.error.InvalidRequestException BAD_SCHEMA with every fault
     */
    public static Field parse(JsonNode json) {
        Field field = new SchemaReader().readField(LocatedJsonReader.read(WHAT, json.toString()));
        Faults faults = new Faults();
        faults.addAll(SchemaLimits.exceeded(List.of(field), "the field"));
        faults.throwIfAny(SchemaReader.FIELD_SUMMARY);
        return field;
    }
}
