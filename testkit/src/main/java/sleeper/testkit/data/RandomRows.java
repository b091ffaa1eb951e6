package sleeper.testkit.data;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

/**
 * Makes rows of a schema as maps from field names to Java values. Keys are drawn so that many collide, share beginnings, or are
 * the least and greatest there are. The same seed gives the same rows. Not thread-safe.
 */
public final class RandomRows {
    private final Schema schema;
    private final Random random;
    private final boolean fewKeys;

    public RandomRows(Schema schema, long seed) {
        this.schema = schema;
        this.random = new Random(seed);
        this.fewKeys = random.nextInt(4) == 0;
    }

    public List<Map<String, Object>> rows(int count) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(row());
        }
        return rows;
    }

    public Map<String, Object> row() {
        Map<String, Object> row = new LinkedHashMap<>();
        for (Field field : schema.keyFields()) {
            row.put(field.name(), keyValue((PrimitiveType) field.type()));
        }
        for (Field field : schema.valueFields()) {
            row.put(field.name(), nullable(field.type(), field.nullable()));
        }
        return row;
    }

    /** @return a value such as keys of the type have */
    public Object keyValue(PrimitiveType type) {
        return switch (type) {
            case INT -> fewKeys ? (Integer) random.nextInt(5) : intKey();
            case LONG -> fewKeys ? (Long) (long) random.nextInt(5) : longKey();
            case STRING -> text();
            default -> bytes();
        };
    }

    private Integer intKey() {
        return switch (random.nextInt(5)) {
            case 0 -> Integer.MIN_VALUE + random.nextInt(3);
            case 1 -> Integer.MAX_VALUE - random.nextInt(3);
            case 2 -> random.nextInt(20) - 10;
            default -> random.nextInt();
        };
    }

    private Long longKey() {
        return switch (random.nextInt(5)) {
            case 0 -> Long.MIN_VALUE + random.nextInt(3);
            case 1 -> Long.MAX_VALUE - random.nextInt(3);
            case 2 -> random.nextInt(20) - 10L;
            default -> random.nextLong();
        };
    }

    private String text() {
        if (fewKeys) {
            return "k" + random.nextInt(4);
        }
        String[] starts = {"", "a", "user-000000000000", "\u0000", "é", "日本", "\uD83D\uDE00", "\uFFEE"};
        StringBuilder text = new StringBuilder(starts[random.nextInt(starts.length)]);
        for (int i = random.nextInt(12); i > 0; i--) {
            text.append((char) ('a' + random.nextInt(3)));
        }
        return text.toString();
    }

    private byte[] bytes() {
        byte[] bytes = new byte[random.nextInt(fewKeys ? 2 : 20)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (random.nextInt(3) == 0 ? random.nextInt() : random.nextInt(2));
        }
        return bytes;
    }

    private Object nullable(FieldType type, boolean nullable) {
        return nullable && random.nextInt(4) == 0 ? null : value(type);
    }

    private Object value(FieldType type) {
        if (type instanceof PrimitiveType primitive) {
            return primitive(primitive);
        }
        if (type instanceof TimestampType timestamp) {
            return timestamp(timestamp);
        }
        if (type instanceof DecimalType decimal) {
            return decimal(decimal);
        }
        if (type instanceof ListType list) {
            List<Object> elements = new ArrayList<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                elements.add(nullable(list.element(), list.elementNullable()));
            }
            return elements;
        }
        if (type instanceof MapType map) {
            Map<Object, Object> entries = new LinkedHashMap<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                entries.put(value(map.key()), nullable(map.value(), map.valueNullable()));
            }
            return entries;
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        for (Field field : ((StructType) type).fields()) {
            fields.put(field.name(), nullable(field.type(), field.nullable()));
        }
        return fields;
    }

    private Object primitive(PrimitiveType type) {
        return switch (type) {
            case INT -> intKey();
            case LONG -> longKey();
            case STRING -> text();
            case BYTEARRAY -> bytes();
            case FLOAT -> random.nextInt(8) == 0 ? specialDouble().floatValue() : random.nextFloat();
            case DOUBLE -> random.nextInt(8) == 0 ? specialDouble() : (Double) random.nextDouble();
            case BOOLEAN -> random.nextBoolean();
            case DATE -> LocalDate.ofEpochDay(random.nextInt(40_000) - 20_000);
        };
    }

    private Double specialDouble() {
        double[] special = {0.0, -0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.MIN_VALUE
        };
        return special[random.nextInt(special.length)];
    }

    private Object timestamp(TimestampType type) {
        long nanos = switch (type.unit()) {
            case MILLIS -> random.nextInt(1_000) * 1_000_000L;
            case MICROS -> random.nextInt(1_000_000) * 1_000L;
            case NANOS -> random.nextInt(1_000_000_000);
        };
        Instant instant = Instant.ofEpochSecond(random.nextInt(), nanos);
        return type.utc() ? instant : LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    }

    private BigDecimal decimal(DecimalType type) {
        BigInteger limit = BigInteger.TEN.pow(1 + random.nextInt(type.precision()));
        BigInteger unscaled = new BigInteger(limit.bitLength() + 8, random).mod(limit);
        return new BigDecimal(random.nextBoolean() ? unscaled : unscaled.negate(), type.scale());
    }
}
