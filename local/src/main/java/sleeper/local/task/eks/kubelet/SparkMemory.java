package sleeper.local.task.eks.kubelet;

import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes of memory as Spark writes them. */
final class SparkMemory {
    private static final Pattern FORM = Pattern.compile("(\\d{1,12})([kmgt]?)b?");
    private static final Map<String, Long> KIBIBYTES =
            Map.of("k", 1L, "", 1L << 10, "m", 1L << 10, "g", 1L << 20, "t", 1L << 30);

    private SparkMemory() {}

    /** @return mebibytes of a size such as {@code 7g} or {@code 512}; empty if it is none */
    static OptionalLong megabytes(String text) {
        Matcher size = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
        return size.matches()
                ? OptionalLong.of(Long.parseLong(size.group(1)) * KIBIBYTES.get(size.group(2)) >> 10)
                : OptionalLong.empty();
    }
}
