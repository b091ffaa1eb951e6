package sleeper.sort.reference;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import sleeper.core.key.Key;
import sleeper.core.schema.Field;
import sleeper.core.schema.Schema;
import sleeper.testkit.data.RandomPartitions;

/** What a sort must give, worked out row by row in the plainest way. */
public final class ReferenceSort {
    private ReferenceSort() {}

    /** @return order of rows by all keys */
    public static Comparator<Map<String, Object>> byKeys(Schema schema) {
        return (one, other) -> {
            for (Field field : schema.keyFields()) {
                int order = compare(one.get(field.name()), other.get(field.name()));
                if (order != 0) {
                    return order;
                }
            }
            return 0;
        };
    }

    private static int compare(Object one, Object other) {
        if (one instanceof Integer number) {
            return number.compareTo((Integer) other);
        }
        if (one instanceof Long number) {
            return number.compareTo((Long) other);
        }
        return Arrays.compareUnsigned(bytes(one), bytes(other));
    }

    private static byte[] bytes(Object value) {
        return value instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : (byte[]) value;
    }

    public static Key rowKey(Schema schema, Map<String, Object> row) {
        return new Key(schema.rowKeyFields().stream()
                .map(field -> RandomPartitions.value(row.get(field.name())))
                .toList());
    }

    /** @return rows in words, in no order: equal for equal sets of rows */
    public static List<String> asMultiset(List<Map<String, Object>> rows) {
        return rows.stream().map(ReferenceSort::describe).sorted().toList();
    }

    /** @return a value in words, byte arrays by their content */
    public static String describe(Object value) {
        if (value instanceof byte[] bytes) {
            return "0x" + HexFormat.of().formatHex(bytes);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(ReferenceSort::describe).collect(Collectors.joining(",", "[", "]"));
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, String> parts = new LinkedHashMap<>();
            map.forEach((key, part) -> parts.put(describe(key), describe(part)));
            return parts.toString();
        }
        return String.valueOf(value);
    }
}
