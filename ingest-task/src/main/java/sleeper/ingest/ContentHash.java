package sleeper.ingest;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import sleeper.core.schema.Field;
import sleeper.core.schema.FieldType;
import sleeper.core.schema.ListType;
import sleeper.core.schema.MapType;
import sleeper.core.schema.Schema;
import sleeper.core.schema.StructType;
import sleeper.statestore.job.RecordedContent;

/**
 * Tells the same rows from others, in whatever order they come: a sum over the rows of a hash of each. It guards against
 * mistakes, not against malice. It takes any value, fitting or not. The result is stored, so that it must not change. For one thread.
 */
final class ContentHash {
    private static final long FNV_PRIME = 0x100000001b3L;
    private static final long FNV_BASIS = 0xcbf29ce484222325L;
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;
    private static final long NULL = 0x5bd1e9955bd1e995L;

    private final List<Field> fields;
    private long rows;
    private long sum;
    private long otherSum;

    ContentHash(Schema schema) {
        this.fields = schema.allFields();
    }

    void add(Map<String, Object> row) {
        long hash = hash(fields, row);
        rows++;
        sum += mix(hash);
        otherSum += mix(hash ^ GOLDEN);
    }

    RecordedContent content() {
        return new RecordedContent(rows, "%016x%016x".formatted(sum, otherSum));
    }

    /** Fields that are null count as not there. */
    private static long hash(List<Field> fields, Map<?, ?> values) {
        long hash = FNV_BASIS;
        for (Field field : fields) {
            Object value = values.get(field.name());
            hash = combine(hash, value == null ? NULL : hash(field.type(), value));
        }
        return hash;
    }

    private static long hash(FieldType type, Object value) {
        if (value == null) {
            return NULL;
        } else if (value instanceof String text) {
            return hash(text);
        } else if (value instanceof Long number) {
            return mix(number);
        } else if (value instanceof Integer number) {
            return mix(number);
        } else if (type instanceof ListType list && value instanceof List<?> elements) {
            long hash = elements.size();
            for (Object element : elements) {
                hash = combine(hash, hash(list.element(), element));
            }
            return hash;
        } else if (type instanceof StructType struct && value instanceof Map<?, ?> values) {
            return hash(struct.fields(), values);
        } else if (type instanceof MapType map && value instanceof Map<?, ?> entries) {
            long entrySum = entries.size();
            for (Map.Entry<?, ?> entry : entries.entrySet()) {
                entrySum += mix(combine(hash(map.key(), entry.getKey()), hash(map.value(), entry.getValue())));
            }
            return entrySum;
        }
        return hashOther(value);
    }

    private static long hashOther(Object value) {
        if (value instanceof byte[] bytes) {
            return hash(bytes);
        } else if (value instanceof Double number) {
            return mix(Double.doubleToRawLongBits(number));
        } else if (value instanceof Float number) {
            return mix(Float.floatToRawIntBits(number));
        } else if (value instanceof Boolean flag) {
            return flag ? 1 : 2;
        } else if (value instanceof LocalDate date) {
            return mix(date.toEpochDay());
        } else if (value instanceof Instant instant) {
            return combine(mix(instant.getEpochSecond()), instant.getNano());
        } else if (value instanceof LocalDateTime time) {
            return hashOther(time.toInstant(ZoneOffset.UTC));
        } else if (value instanceof BigDecimal decimal) {
            BigDecimal shortest = decimal.stripTrailingZeros();
            BigInteger unscaled = shortest.unscaledValue();
            return combine(hash(unscaled.toByteArray()), shortest.scale());
        }
        return hash(value.toString());
    }

    private static long hash(String text) {
        long hash = FNV_BASIS;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FNV_PRIME;
        }
        return hash;
    }

    private static long hash(byte[] bytes) {
        long hash = FNV_BASIS;
        for (byte each : bytes) {
            hash = (hash ^ each) * FNV_PRIME;
        }
        return hash;
    }

    private static long combine(long hash, long next) {
        return mix(hash * GOLDEN + next);
    }

    /** Spreads each bit over all (the finish of SplitMix64). */
    private static long mix(long bits) {
        long mixed = (bits ^ bits >>> 30) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
        return mixed ^ mixed >>> 31;
    }
}
