package sleeper.core.schema;

import java.util.List;
import sleeper.core.util.Require;

/**
 * A map.
 *
 * @param key           type of each key; a key is never null
 * @param value         type of each value
 * @param valueNullable whether a value may be null
 */
public record MapType(FieldType key, FieldType value, boolean valueNullable) implements FieldType {
    public MapType {
        Require.notNull("key", key);
        Require.notNull("value", value);
    }

    @Override
    public List<FieldType> parts() {
        return List.of(key, value);
    }

    @Override
    public String describe() {
        return "map<" + key.describe() + "," + value.describe() + (valueNullable ? "?>" : ">");
    }
}
