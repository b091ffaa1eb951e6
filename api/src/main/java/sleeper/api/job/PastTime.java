package sleeper.api.job;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A time as people give one: {@code 30m}, {@code 2h}, {@code 3d} or {@code 1w} ago, a day, or a time with its zone. */
public final class PastTime {
    /** What is understood, for messages. */
    public static final String ALLOWED =
            "30m, 2h, 3d or 1w ago, a day (2026-01-31, in UTC), or a time (2026-01-31T12:00:00Z)";

    private static final Pattern AGO = Pattern.compile("([0-9]{1,6})([smhdw])");
    private static final Map<String, Duration> UNITS = Map.of(
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1),
            "w", Duration.ofDays(7));

    private PastTime() {}

    /** @return the time meant; empty if the text is none */
    public static Optional<Instant> parse(String text, Instant now) {
        Matcher ago = AGO.matcher(text);
        if (ago.matches()) {
            return Optional.of(now.minus(UNITS.get(ago.group(2)).multipliedBy(Long.parseLong(ago.group(1)))));
        }
        try {
            return Optional.of(
                    text.indexOf('T') >= 0
                            ? OffsetDateTime.parse(text).toInstant()
                            : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
