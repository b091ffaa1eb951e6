package sleeper.cli.picture;

import java.util.Optional;
import sleeper.core.key.KeyValue;
import sleeper.core.key.Range;

/** Ranges of keys, such as {@code "a" .. "m"}: from the first inclusive to the last exclusive, and open where a bound is left out. */
final class KeyWords {
    private static final String TO = "..";
    private static final int LEAST_BOUND = 5;

    private final Lettering lettering;

    KeyWords(Lettering lettering) {
        this.lettering = lettering;
    }

    /** @return the range, exactly where it fits into so many columns, and else with its values cut in their middle */
    String range(Range range, int columns) {
        if (range.equals(Range.ALL)) {
            return "all";
        }
        boolean isClosed = range.min().isPresent() && range.max().isPresent();
        int room = columns - TO.length() - (isClosed ? 2 : 1);
        String whole = joined(bound(range.min(), Integer.MAX_VALUE), bound(range.max(), Integer.MAX_VALUE));
        if (Lettering.width(whole) <= columns) {
            return whole;
        }
        int each = Math.max(LEAST_BOUND, isClosed ? room / 2 : room);
        return joined(bound(range.min(), each), bound(range.max(), each));
    }

    private static String joined(String min, String max) {
        return (min + " " + TO + " " + max).strip();
    }

    /** Bytes are shown as in all of the command: by base64. */
    private String bound(Optional<KeyValue> value, int columns) {
        return value.map(bound -> bound instanceof KeyValue.OfString text
                        ? lettering.quoted(text.value(), columns)
                        : lettering.cutMiddle(bound.toString(), columns))
                .orElse("");
    }
}
