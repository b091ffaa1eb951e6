package sleeper.core.util;

/** Text as HTML and XML have it. */
public final class Markup {
    private static final char UNKNOWN = '?';

    private Markup() {}

    /**
     * @return the text as content of an element, or between double quotes as an attribute; a character that XML 1.0 has no way
     *     to write, section 2.2, is a question mark
     */
    public static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                default -> escaped.appendCodePoint(isWritable(c) ? c : UNKNOWN);
            }
        });
        return escaped.toString();
    }

    private static boolean isWritable(int c) {
        return c >= ' ' ? !isSurrogate(c) && c != 0xFFFE && c != 0xFFFF : c == '\t' || c == '\n' || c == '\r';
    }

    private static boolean isSurrogate(int c) {
        return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    }
}
