package sleeper.local.task.spark;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sleeper.core.util.Require;

/** Sizes of memory as Spark writes them, such as {@code 16g} and {@code 14G}; a number alone is of MiB. */
public final class Megabytes {
    private static final Pattern FORM = Pattern.compile("(\\d{1,12})\\s*([kmgt]?)b?", Pattern.CASE_INSENSITIVE);

    private Megabytes() {}

    /** @return whole MiB, one at the least; IllegalArgumentException if it is no size */
    public static long parse(String size) {
        Matcher found = FORM.matcher(size.strip());
        Require.that(found.matches(), "not a size of memory: " + size);
        long count = Long.parseLong(found.group(1));
        return Math.max(
                1,
                switch (found.group(2).toLowerCase(Locale.ROOT)) {
                    case "k" -> count >> 10;
                    case "g" -> count << 10;
                    case "t" -> count << 20;
                    default -> count;
                });
    }
}
