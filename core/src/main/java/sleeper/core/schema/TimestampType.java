package sleeper.core.schema;

import java.util.Locale;
import sleeper.core.util.Require;

/**
 * A point in time (or, not adjusted to UTC, a local date and time), as a signed 64-bit count from 1970-01-01T00:00.
 *
 * @param unit what is counted
 * @param utc  whether the count is of UTC instants (Parquet's {@code isAdjustedToUTC})
 */
public record TimestampType(Unit unit, boolean utc) implements FieldType {
    /** What {@code timestamp} means in a schema file that says no more. */
    public static final TimestampType DEFAULT = new TimestampType(Unit.MICROS, true);

    /** Resolution of a timestamp. */
    public enum Unit {
        MILLIS,
        MICROS,
        NANOS
    }

    public TimestampType {
        Require.notNull("unit", unit);
    }

    @Override
    public String describe() {
        return "timestamp(" + unit.name().toLowerCase(Locale.ROOT) + (utc ? ",utc)" : ",local)");
    }
}
