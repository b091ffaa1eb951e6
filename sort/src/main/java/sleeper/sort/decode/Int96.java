package sleeper.sort.decode;

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
        long nanosPerUnit = switch (unit) {
            case MILLIS -> 1_000_000;
            case MICROS -> 1_000;
            case NANOS -> 1;
        };
        if (nanos % nanosPerUnit != 0) {
            throw new ArithmeticException("finer than the unit");
        }
        return Math.addExact(Math.multiplyExact(day, NANOS_PER_DAY / nanosPerUnit), nanos / nanosPerUnit);
    }
}
