package sleeper.core.util;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Numbers, sizes and times as people read them. */
public final class Amounts {
    private static final String[] BYTE_UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
    private static final BigDecimal HUNDREDTH = new BigDecimal("0.01");

    private Amounts() {}

    /** @return such as {@code 1,234,567} */
    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** @return such as {@code 1 file} or {@code 1,200 files} */
    public static String count(long number, String noun) {
        return count(number, noun, noun + "s");
    }

    /** @return such as {@code 1 body} or {@code 2 bodies} */
    public static String count(long number, String one, String many) {
        return count(number) + " " + (number == 1 ? one : many);
    }

    /** @return such as {@code 912 B} or {@code 3.4 MiB} */
    public static String bytes(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 1024 && unit < BYTE_UNITS.length - 1) {
            value /= 1024;
            unit++;
        }
        return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", value, BYTE_UNITS[unit]);
    }

    /** @return such as {@code 0.8 s}, {@code 42 s}, {@code 3 min 5 s} or {@code 2 h 10 min} */
    public static String duration(Duration time) {
        long seconds = time.toSeconds();
        if (seconds < 10) {
            return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
        } else if (seconds < 60) {
            return seconds + " s";
        } else if (seconds < 3600) {
            return seconds / 60 + " min " + seconds % 60 + " s";
        }
        return seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
    }

    /** @return such as {@code 2026-01-02T03:04:05Z} */
    public static String time(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** @return such as {@code 12.30}; with four decimals below one hundredth */
    public static String money(BigDecimal amount) {
        int decimals = amount.signum() == 0 || amount.compareTo(HUNDREDTH) >= 0 ? 2 : 4;
        return amount.setScale(decimals, RoundingMode.HALF_UP).toPlainString();
    }

    /** @return memory as Spark writes it, such as {@code 16g} or {@code 1500m} */
    public static String sparkMemory(long mib) {
        return mib % 1024 == 0 ? mib / 1024 + "g" : mib + "m";
    }
}
