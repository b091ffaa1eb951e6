package sleeper.sort.rows;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sleeper.core.schema.DecimalType;
import sleeper.core.schema.FieldType;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.TimestampType;
import sleeper.sort.column.Vector;
import sleeper.sort.schema.LeafType;

/**
 * Values that are written as text, such as those in the names of folders. Texts that mean no value of the type exactly are not
 * taken; only a float or double is the nearest to what is written.
 */
public final class TextValues {
    private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]+");
    private static final Pattern NUMBER =
            Pattern.compile("[+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?");
    private static final Pattern NO_NUMBER = Pattern.compile("nan|[+-]?inf(?:inity)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern TIME = Pattern.compile(
            "([+-]?[0-9]{4,9}-[0-9]{2}-[0-9]{2})(?:[T ]([0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\\.[0-9]{1,9})?)?)"
                    + "(Z|[+-][0-9]{2}(?::?[0-9]{2})?)?)?");

    private TextValues() {}

    /** @return a vector whose only row is the value; empty if the type does not take the text, as no list, map or struct does */
    public static Optional<Vector> vectorOf(FieldType type, String text) {
        try {
            Optional<Object> value = parse(type, text);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            Vector vector = LeafType.of(type).storage().newVector();
            JavaValues.append(type, value.get(), vector);
            return Optional.of(vector);
        } catch (NumberFormatException | ArithmeticException | DateTimeException e) {
            return Optional.empty();
        }
    }

    /** @return what texts of the type look like, for messages */
    public static String formOf(FieldType type) {
        if (type instanceof TimestampType timestamp) {
            return "a " + type.describe() + " such as 2026-11-28 09:30:00" + (timestamp.utc() ? ", which is UTC" : "");
        }
        return type == PrimitiveType.DATE ? "a date such as 2026-11-28" : "a value of type " + type.describe();
    }

    private static Optional<Object> parse(FieldType type, String text) {
        if (type instanceof PrimitiveType primitive) {
            return parse(primitive, text);
        }
        if (type instanceof TimestampType timestamp) {
            return timestamp(timestamp, text);
        }
        return type instanceof DecimalType && NUMBER.matcher(text).matches()
                ? Optional.of(new BigDecimal(text))
                : Optional.empty();
    }

    private static Optional<Object> parse(PrimitiveType type, String text) {
        return switch (type) {
            case INT -> WHOLE.matcher(text).matches() ? Optional.of(Integer.valueOf(text)) : Optional.empty();
            case LONG -> WHOLE.matcher(text).matches() ? Optional.of(Long.valueOf(text)) : Optional.empty();
            case STRING -> Optional.of(text);
            case BYTEARRAY -> Optional.of(text.getBytes(StandardCharsets.UTF_8));
            case FLOAT -> floating(text, Float::valueOf);
            case DOUBLE -> floating(text, Double::valueOf);
            case BOOLEAN -> truth(text);
            case DATE -> Optional.of(LocalDate.parse(text));
        };
    }

    private static Optional<Object> truth(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    /** A number with digits is not infinite, even where the type has none that is as large. */
    private static <T extends Number> Optional<Object> floating(String text, Function<String, T> parser) {
        if (NUMBER.matcher(text).matches()) {
            return Optional.<Object>of(parser.apply(text))
                    .filter(found -> !Double.isInfinite(((Number) found).doubleValue()));
        }
        if (!NO_NUMBER.matcher(text).matches()) {
            return Optional.empty();
        }
        String sign = text.startsWith("-") ? "-" : "";
        return Optional.of(parser.apply(text.equalsIgnoreCase("nan") ? "NaN" : sign + "Infinity"));
    }

    /** A day alone is its beginning. What names no zone is UTC for a type of instants; a local type takes no zone. */
    private static Optional<Object> timestamp(TimestampType type, String text) {
        Matcher matcher = TIME.matcher(text);
        if (!matcher.matches() || (!type.utc() && matcher.group(3) != null)) {
            return Optional.empty();
        }
        LocalTime time = matcher.group(2) == null ? LocalTime.MIDNIGHT : LocalTime.parse(matcher.group(2));
        LocalDateTime local = LocalDate.parse(matcher.group(1)).atTime(time);
        ZoneOffset zone = matcher.group(3) == null ? ZoneOffset.UTC : ZoneOffset.of(matcher.group(3));
        return Optional.of(type.utc() ? local.toInstant(zone) : local);
    }
}
