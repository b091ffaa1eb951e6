package sleeper.bulkimport.job.runner;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Rows as texts that are equal if, and only if, the rows are. */
final class Values {
    private Values() {}

    static String describe(Object value) {
        if (value instanceof byte[] bytes) {
            return "0x" + HexFormat.of().formatHex(bytes);
        } else if (value instanceof List<?> elements) {
            return elements.stream().map(Values::describe).collect(Collectors.joining(",", "[", "]"));
        } else if (value instanceof Map<?, ?> entries) {
            TreeMap<String, String> sorted = new TreeMap<>();
            entries.forEach((key, mapped) -> sorted.put(describe(key), describe(mapped)));
            return sorted.toString();
        }
        return value + (value == null ? "" : ":" + value.getClass().getSimpleName());
    }
}
