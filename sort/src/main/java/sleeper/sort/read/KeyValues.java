package sleeper.sort.read;

import java.nio.charset.StandardCharsets;
import sleeper.core.key.KeyValue;
import sleeper.core.schema.PrimitiveType;
import sleeper.sort.column.BytesVector;
import sleeper.sort.column.IntVector;
import sleeper.sort.column.LongVector;
import sleeper.sort.column.Vector;

/** Values of key columns as the domain has them. */
public final class KeyValues {
    private KeyValues() {}

    public static KeyValue at(Vector column, PrimitiveType type, int row) {
        return switch (type) {
            case INT -> new KeyValue.OfInt(((IntVector) column).get(row));
            case LONG -> new KeyValue.OfLong(((LongVector) column).get(row));
            case STRING -> new KeyValue.OfString(new String(((BytesVector) column).get(row), StandardCharsets.UTF_8));
            default -> new KeyValue.OfBytes(((BytesVector) column).get(row));
        };
    }
}
