package sleeper.aws.kits;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tests that a server is known to fail, with the reason of each. A line is {@code KIT.TEST: REASON}; a line that begins with {@code #}
 * says something to the reader. Who lists a test says that it fails: it is an error if it does not.
 */
final class Unkept {
    private static final Pattern LINE = Pattern.compile("(\\w+\\.\\w+(?:\\[\\d+])?): (\\S.*)");

    private final Map<String, String> reasons;

    private Unkept(Map<String, String> reasons) {
        this.reasons = reasons;
    }

    static Unkept nothing() {
        return new Unkept(Map.of());
    }

    /** @throws IllegalArgumentException if a line is none of those above, or a test is listed twice */
    static Unkept of(List<String> lines) {
        Map<String, String> reasons = new LinkedHashMap<>();
        for (String line : lines) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            Matcher matcher = LINE.matcher(line.strip());
            if (!matcher.matches()) {
                throw new IllegalArgumentException("found '" + line + "', allowed: KIT.TEST: REASON");
            }
            if (reasons.put(matcher.group(1), matcher.group(2)) != null) {
                throw new IllegalArgumentException(matcher.group(1) + " is listed twice");
            }
        }
        return new Unkept(reasons);
    }

    /** @return why the test fails, if it is listed */
    Optional<String> reason(String test) {
        return Optional.ofNullable(reasons.get(test));
    }

    /** @return the tests, in the order of the lines */
    List<String> tests() {
        return List.copyOf(reasons.keySet());
    }
}
