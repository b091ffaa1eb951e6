package sleeper.ingest;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import sleeper.core.util.Require;

/**
 * One row to be taken into a table: values by field name. A nullable field may be left out.
 *
 * <p>The class of a value, by the type of its field: {@code int} {@link Integer}, {@code long} {@link Long}, {@code string}
 * {@link String}, {@code bytearray} {@code byte[]}, {@code float} {@link Float}, {@code double} {@link Double},
 * {@code boolean} {@link Boolean}, {@code date} {@link java.time.LocalDate}, {@code timestamp} {@link java.time.Instant} (a
 * local one {@link java.time.LocalDateTime}), {@code decimal} {@link java.math.BigDecimal}, {@code list}
 * {@link java.util.List}, {@code map} {@link Map}, {@code struct} a {@link Map} by field name. Nothing is converted.
 *
 * @param values by field name; values may be null. Arrays, lists and maps in it are not copied: leave them alone until the
 *               record is written
 */
@SuppressWarnings("JavaLangClash") // The name is part of the contract; java.lang.Record is never meant in this package.
public record Record(Map<String, Object> values) {
    public Record {
        Require.notNull("values", values);
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** @return a record of one field, to be added to */
    public static Record of(String field, Object value) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put(field, value);
        return new Record(values);
    }

    public static Record of(String field1, Object value1, String field2, Object value2) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put(field1, value1);
        values.put(field2, value2);
        return new Record(values);
    }

    public static Record of(String field1, Object value1, String field2, Object value2, String field3, Object value3) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put(field1, value1);
        values.put(field2, value2);
        values.put(field3, value3);
        return new Record(values);
    }

    /** @return a record with these fields and another, or another value of one */
    public Record with(String field, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(values);
        more.put(field, value);
        return new Record(more);
    }
}
