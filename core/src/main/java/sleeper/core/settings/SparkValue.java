package sleeper.core.settings;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sleeper.core.util.Require;

/**
 * What a property of Spark's may be set to. Values are written as Spark reads them, and are handed to it as they were written; of
 * the forms that it reads, those are left out that another reader on the way takes for something else, such as a heap without a
 * unit, which Spark takes for MiB and Java for bytes.
 *
 * @param allowed what may be given, in words
 * @param test    whether a value is that
 */
record SparkValue(String allowed, Predicate<String> test) {
    private static final Pattern COUNT = Pattern.compile("0|[1-9][0-9]{0,8}");
    private static final Pattern SIZE = Pattern.compile("(0|[1-9][0-9]{0,8})([kmgtKMGT])");
    private static final Pattern TIME = Pattern.compile("(0|[1-9][0-9]{0,8})(ms|s|m|min|h|d)");
    private static final Pattern FRACTION = Pattern.compile("[01](\\.[0-9]{1,6})?");

    /** A word that a command line would take for an option of {@code spark-submit}. */
    private static final Pattern OPTION = Pattern.compile("(^|.* )--.*");
    /** Quotes and backslashes end or hide something; references are replaced by Kubernetes, shells and Spark itself. */
    private static final Pattern READ_ON_THE_WAY = Pattern.compile(".*([\"'`\\\\]|\\$[({]).*");

    private static final Pattern PRINTABLE = Pattern.compile("[ -~]{0,4096}");

    private static final Map<String, Long> KIBIBYTES = Map.of("k", 1L, "m", 1L << 10, "g", 1L << 20, "t", 1L << 30);
    private static final Map<String, Long> MILLIS =
            Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "min", 60_000L, "h", 3_600_000L, "d", 86_400_000L);

    /** Text that passes through command lines as it is, which one reader after another takes apart. */
    static final SparkValue PLAIN = new SparkValue(
            "up to 4096 printable ASCII characters, without quotes, backslashes, '$(', '${' and words that begin with --",
            value -> PRINTABLE.matcher(value).matches()
                    && !OPTION.matcher(value).matches()
                    && !READ_ON_THE_WAY.matcher(value).matches());

    SparkValue {
        Require.notBlank("allowed", allowed);
    }

    boolean allows(String value) {
        return test.test(value);
    }

    /** A whole number in decimal digits. */
    static SparkValue count(long least, long most) {
        return new SparkValue(least + " to " + most, value -> isBetween(readCount(value), least, most));
    }

    /** A number of bytes with the unit k, m, g or t, all of them powers of 1024. */
    static SparkValue size(String least, String most) {
        long atLeast = readKibibytes(least).orElseThrow();
        long atMost = readKibibytes(most).orElseThrow();
        return new SparkValue(
                least + " to " + most + ", with its unit k, m, g or t",
                value -> isBetween(readKibibytes(value), atLeast, atMost));
    }

    /** A time with its unit; m and min are both minutes. */
    static SparkValue time(String least, String most) {
        long atLeast = readMillis(least).orElseThrow();
        long atMost = readMillis(most).orElseThrow();
        return new SparkValue(
                least + " to " + most + ", with its unit ms, s, m, min, h or d",
                value -> isBetween(readMillis(value), atLeast, atMost));
    }

    /** A decimal number without an exponent, at most six digits behind the point. */
    static SparkValue fraction(String least, String most) {
        double atLeast = Double.parseDouble(least);
        double atMost = Double.parseDouble(most);
        return new SparkValue(least + " to " + most, value -> {
            OptionalDouble read = readFraction(value);
            return read.isPresent() && read.getAsDouble() >= atLeast && read.getAsDouble() <= atMost;
        });
    }

    static SparkValue flag() {
        return new SparkValue("true or false", value -> value.equals("true") || value.equals("false"));
    }

    /** One of a few words, letter for letter. */
    static SparkValue oneOf(Collection<String> words) {
        return new SparkValue(String.join(", ", words), words::contains);
    }

    static SparkValue matching(String allowed, String regex) {
        return new SparkValue(allowed, value -> value.matches(regex));
    }

    /** @return the number, if the text is one as {@link #count} has it */
    static OptionalLong readCount(String text) {
        return COUNT.matcher(text).matches() ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    /** @return the milliseconds, if the text is a time as {@link #time} has it */
    static OptionalLong readMillis(String text) {
        return read(TIME, MILLIS, text);
    }

    private static OptionalLong readKibibytes(String text) {
        return read(SIZE, KIBIBYTES, text);
    }

    private static OptionalLong read(Pattern form, Map<String, Long> units, String text) {
        Matcher found = form.matcher(text);
        return found.matches()
                ? OptionalLong.of(Math.multiplyExact(
                        Long.parseLong(found.group(1)), units.get(found.group(2).toLowerCase(Locale.ROOT))))
                : OptionalLong.empty();
    }

    private static OptionalDouble readFraction(String text) {
        return FRACTION.matcher(text).matches() ? OptionalDouble.of(Double.parseDouble(text)) : OptionalDouble.empty();
    }

    private static boolean isBetween(OptionalLong read, long least, long most) {
        return read.isPresent() && read.getAsLong() >= least && read.getAsLong() <= most;
    }
}
