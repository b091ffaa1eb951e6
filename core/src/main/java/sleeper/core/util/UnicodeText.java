package sleeper.core.util;

/**
 * Text that every store, file name and protocol can hold: Unicode, so that its bytes in UTF-8 give it back, and without U+0000, which
 * ends a text for many a program. A Java string may hold more than that: half of a pair of surrogates.
 */
public final class UnicodeText {
    /** What is allowed, for a fault. */
    public static final String ALLOWED = "Unicode text without unpaired surrogates and without U+0000";

    private UnicodeText() {}

    /** @return whether each surrogate in the text has its partner */
    public static boolean isUnicode(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isPair(text, i)) {
                i++;
            } else if (Character.isSurrogate(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** @return whether every store can hold the text */
    public static boolean isStorable(String text) {
        return text.indexOf(0) < 0 && isUnicode(text);
    }

    /** @return the text as it may be shown: what no store can hold is written as JSON escapes it, such as {@code \}{@code ud800} */
    public static String shown(String text) {
        if (isStorable(text)) {
            return text;
        }
        StringBuilder shown = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isPair(text, i)) {
                shown.append(c).append(text.charAt(++i));
            } else if (isUnstorable(c)) {
                shown.append(String.format("\\u%04x", (int) c));
            } else {
                shown.append(c);
            }
        }
        return shown.toString();
    }

    /** @return the beginning of a text, at most so many characters, that ends with no half of a pair that the text has whole */
    public static String cut(String text, int mostCharacters) {
        if (text.length() <= mostCharacters) {
            return text;
        }
        boolean betweenHalves = mostCharacters > 0 && isPair(text, mostCharacters - 1);
        return text.substring(0, betweenHalves ? mostCharacters - 1 : mostCharacters);
    }

    private static boolean isPair(String text, int at) {
        return at + 1 < text.length() && Character.isSurrogatePair(text.charAt(at), text.charAt(at + 1));
    }

    private static boolean isUnstorable(char c) {
        return c == 0 || Character.isSurrogate(c);
    }
}
