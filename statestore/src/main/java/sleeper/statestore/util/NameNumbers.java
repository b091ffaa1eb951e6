package sleeper.statestore.util;

/**
 * Numbers as parts of names, in digits 0 to 9 whatever the locale: a name that one process gives, another must find.
 * {@link String#format} takes the digits of the locale.
 */
public final class NameNumbers {
    private NameNumbers() {}

    /** @return the number, 0 or more, with zeros before it up to the width, so that names sort as their numbers do */
    public static String padded(long number, int width) {
        String digits = Long.toString(number);
        return "0".repeat(Math.max(0, width - digits.length())) + digits;
    }
}
