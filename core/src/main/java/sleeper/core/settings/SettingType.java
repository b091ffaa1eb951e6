package sleeper.core.settings;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import sleeper.core.util.Require;

/**
 * How a property's text is understood.
 *
 * @param word   the type's name on the reference page
 * @param form   what a text of this type looks like, for messages
 * @param parser from trimmed text; throws IllegalArgumentException if it is not of this form
 * @param writer to text that the parser reads back
 */
public record SettingType<T>(String word, String form, Function<String, T> parser, Function<T, String> writer) {
    static final SettingType<Integer> INT =
            new SettingType<>("int", "a whole number", Integer::valueOf, String::valueOf);
    static final SettingType<Long> LONG = new SettingType<>("long", "a whole number", Long::valueOf, String::valueOf);
    static final SettingType<Double> DECIMAL =
            new SettingType<>("decimal", "a number such as 0.80", SettingType::parseDecimal, String::valueOf);
    static final SettingType<Long> BYTES = new SettingType<>(
            "bytes", "a size such as 512m, 1g or a number of bytes", SettingType::parseBytes, SettingType::writeBytes);
    static final SettingType<Boolean> BOOLEAN =
            new SettingType<>("boolean", "true or false", SettingType::parseBoolean, String::valueOf);
    static final SettingType<Duration> DURATION = new SettingType<>(
            "duration",
            "a duration such as 500ms, 30s, 5m, 2h or 1d",
            SettingType::parseDuration,
            SettingType::writeDuration);
    static final SettingType<String> STRING =
            new SettingType<>("string", "text", Function.identity(), Function.identity());
    static final SettingType<List<String>> LIST =
            new SettingType<>("list", "words parted by commas", SettingType::parseList, list -> String.join(",", list));

    private static final Pattern BYTES_FORM =
            Pattern.compile("(\\d{1,19})\\s*(?:([kmgt])b?|b)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern DURATION_FORM = Pattern.compile("(\\d{1,12})\\s*(ms|s|m|h|d)");
    private static final String BYTE_UNITS = "kmgt";

    /** @return a type whose values are the constants of an enum, each written as its name in lower case with dashes */
    static <E extends Enum<E>> SettingType<E> ofEnum(Class<E> type) {
        String words =
                Arrays.stream(type.getEnumConstants()).map(SettingType::wordOf).collect(Collectors.joining(", "));
        return new SettingType<>(
                "enum",
                words,
                text -> Arrays.stream(type.getEnumConstants())
                        .filter(constant -> wordOf(constant).equals(text))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("not one of " + words)),
                SettingType::wordOf);
    }

    private static String wordOf(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Double parseDecimal(String text) {
        Require.that(text.matches("\\d{1,9}(\\.\\d{1,9})?"), "not a number: " + text);
        return Double.valueOf(text);
    }

    private static Boolean parseBoolean(String text) {
        Require.that(text.equals("true") || text.equals("false"), "neither true nor false: " + text);
        return Boolean.valueOf(text);
    }

    private static Long parseBytes(String text) {
        Matcher matcher = BYTES_FORM.matcher(text);
        Require.that(matcher.matches(), "not a size: " + text);
        long size = Long.parseLong(matcher.group(1));
        String unit = matcher.group(2);
        int shift = unit == null ? 0 : 10 * (BYTE_UNITS.indexOf(unit.toLowerCase(Locale.ROOT)) + 1);
        Require.that(size <= Long.MAX_VALUE >> shift, "more bytes than there are: " + text);
        return size << shift;
    }

    private static String writeBytes(Long bytes) {
        long size = bytes;
        int unit = 0;
        while (size > 0 && size % 1024 == 0 && unit < BYTE_UNITS.length()) {
            size /= 1024;
            unit++;
        }
        return unit == 0 ? Long.toString(size) : size + BYTE_UNITS.substring(unit - 1, unit);
    }

    private static Duration parseDuration(String text) {
        Matcher matcher = DURATION_FORM.matcher(text);
        Require.that(matcher.matches(), "not a duration: " + text);
        long count = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }

    private static String writeDuration(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 1000 != 0) {
            return millis + "ms";
        }
        long seconds = millis / 1000;
        if (seconds == 0 || seconds % 60 != 0) {
            return seconds + "s";
        }
        return seconds % 86_400 == 0
                ? seconds / 86_400 + "d"
                : seconds % 3_600 == 0 ? seconds / 3_600 + "h" : seconds / 60 + "m";
    }

    private static List<String> parseList(String text) {
        return text.isBlank()
                ? List.of()
                : Arrays.stream(text.split(",", -1))
                        .map(String::trim)
                        .peek(word -> Require.that(!word.isEmpty(), "an empty word in a list: " + text))
                        .toList();
    }
}
