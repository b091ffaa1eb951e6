package sleeper.aws.kits;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tests that a server is known to fail, with the reason of each. A line is {@code KIT.TEST: REASON}, or {@code KIT.TEST, at times:
 * REASON} of a race that the server loses now and then; a line that begins with {@code #} says something to the reader. Whoever lists a
 * test says that it fails: it is an error if it does not, but for a race.
 */
final class Unkept {
    private static final Pattern LINE = Pattern.compile("(\\w+\\.\\w+(?:\\[\\d+])?)(, at times)?: (\\S.*)");

    private final Map<String, Entry> entries;

    private record Entry(String reason, boolean always) {}

    private Unkept(Map<String, Entry> entries) {
        this.entries = entries;
    }

    static Unkept nothing() {
        return new Unkept(Map.of());
    }

    /** @throws IllegalArgumentException if a line is none of those above, or a test is listed twice */
    static Unkept of(List<String> lines) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (String line : lines) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            Matcher matcher = LINE.matcher(line.strip());
            if (!matcher.matches()) {
                throw new IllegalArgumentException(
                        "found '" + line + "', allowed: KIT.TEST: REASON, or KIT.TEST, at times: REASON");
            }
            Entry entry = new Entry(matcher.group(3), matcher.group(2) == null);
            if (entries.put(matcher.group(1), entry) != null) {
                throw new IllegalArgumentException(matcher.group(1) + " is listed twice");
            }
        }
        return new Unkept(entries);
    }

    /** @return why the test fails, if it is listed */
    Optional<String> reason(String test) {
        return Optional.ofNullable(entries.get(test)).map(Entry::reason);
    }

    /** @return the tests that fail always, in the order of the lines */
    List<String> always() {
        return entries.entrySet().stream()
                .filter(entry -> entry.getValue().always())
                .map(Map.Entry::getKey)
                .toList();
    }
}
