package sleeper.testkit.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import sleeper.core.schema.DecimalType;
import sleeper.core.schema.Field;
import sleeper.core.schema.FieldType;
import sleeper.core.schema.ListType;
import sleeper.core.schema.MapType;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.core.schema.StructType;
import sleeper.core.schema.TimestampType;

/** Makes schemas with every type that a table can hold. The same seed gives the same schemas. Not thread-safe. */
public final class RandomTables {
    private static final PrimitiveType[] KEY_TYPES = {
        PrimitiveType.INT, PrimitiveType.LONG, PrimitiveType.STRING, PrimitiveType.BYTEARRAY
    };

    private final Random random;

    public RandomTables(long seed) {
        this.random = new Random(seed);
    }

    /** @return a schema with 1 to 3 row keys, 0 to 2 sort keys and 0 to 6 value fields, some of them nested */
    public Schema schema() {
        return new Schema(
                keys("row", 1 + random.nextInt(3)), keys("sort", random.nextInt(3)), values(random.nextInt(7)));
    }

    private List<Field> keys(String prefix, int count) {
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            fields.add(Field.required(prefix + i, KEY_TYPES[random.nextInt(KEY_TYPES.length)]));
        }
        return fields;
    }

    private List<Field> values(int count) {
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            fields.add(new Field("value" + i, type(2), random.nextBoolean()));
        }
        return fields;
    }

    private FieldType type(int depth) {
        if (depth == 0 || random.nextInt(3) > 0) {
            return leaf();
        }
        return switch (random.nextInt(3)) {
            case 0 -> new ListType(type(depth - 1), random.nextBoolean());
            case 1 -> new MapType(mapKey(), type(depth - 1), random.nextBoolean());
            default -> struct(depth);
        };
    }

    private FieldType mapKey() {
        return random.nextBoolean() ? PrimitiveType.STRING : PrimitiveType.LONG;
    }

    private StructType struct(int depth) {
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(3); i++) {
            fields.add(new Field("f" + i, type(depth - 1), random.nextBoolean()));
        }
        return new StructType(fields);
    }

    private FieldType leaf() {
        PrimitiveType[] primitives = PrimitiveType.values();
        int choice = random.nextInt(primitives.length + 4);
        if (choice < primitives.length) {
            return primitives[choice];
        }
        if (choice < primitives.length + 2) {
            TimestampType.Unit[] units = TimestampType.Unit.values();
            return new TimestampType(units[random.nextInt(units.length)], random.nextBoolean());
        }
        int precision = 1 + random.nextInt(DecimalType.MAX_PRECISION);
        return new DecimalType(precision, random.nextInt(precision + 1));
    }
}
