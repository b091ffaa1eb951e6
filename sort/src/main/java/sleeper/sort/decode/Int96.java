package sleeper.sort.decode;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import sleeper.core.schema.TimestampType;
import sleeper.sort.column.Bytes;

/** Timestamps of 96 bits, as Spark and Impala write them: nanoseconds of the day, then the Julian day. */
final class Int96 {
    /** Julian day of 1970-01-01. */
    private static final long EPOCH_DAY = 2_440_588;

    private static final long NANOS_PER_DAY = 86_400_000_000_000L;

    private Int96() {}

    /** @throws ArithmeticException if the unit cannot hold the value exactly */
    static long toTimestamp(byte[] data, int at, TimestampType.Unit unit) {
        long nanos = Bytes.getLong(data, at);
        long day = Bytes.getInt(data, at + 8) - EPOCH_DAY;
        long nanosPerUnit = nanosPerUnit(unit);
        if (nanos % nanosPerUnit != 0) {
            throw new ArithmeticException("finer than the unit");
        }
        if (day < 0 && nanos > 0) {
            // Towards 1970, so that a sum that fits is not lost by a product that does not.
            day++;
            nanos -= NANOS_PER_DAY;
        }
        return Math.addExact(Math.multiplyExact(day, NANOS_PER_DAY / nanosPerUnit), nanos / nanosPerUnit);
    }

    private static long nanosPerUnit(TimestampType.Unit unit) {
        return switch (unit) {
            case MILLIS -> 1_000_000;
            case MICROS -> 1_000;
            case NANOS -> 1;
        };
    }

    /** @return a value in words */
    static String describe(byte[] data, int at) {
        long nanos = Bytes.getLong(data, at);
        int day = Bytes.getInt(data, at + 8);
        return nanos >= 0 && nanos < NANOS_PER_DAY
                ? LocalDateTime.of(LocalDate.ofEpochDay(day - EPOCH_DAY), LocalTime.ofNanoOfDay(nanos))
                        .toString()
                : nanos + " ns of the Julian day " + day;
    }

    /** @return the values that a unit holds, in words */
    static String held(TimestampType.Unit unit) {
        return switch (unit) {
            case MILLIS -> "whole milliseconds";
            case MICROS -> "whole microseconds of the years -290307 to 294246";
            case NANOS -> "1677-09-21T00:12:43.145224192 to 2262-04-11T23:47:16.854775807";
        };
    }
}
