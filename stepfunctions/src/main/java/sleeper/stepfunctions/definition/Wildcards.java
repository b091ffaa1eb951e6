package sleeper.stepfunctions.definition;

/** Patterns of {@code StringMatches}: {@code *} stands for any characters or none, {@code \*} and {@code \\} for themselves. */
final class Wildcards {
    private Wildcards() {}

    /** Whether the whole text fits the pattern. Takes time proportional to the product of their lengths at most. */
    static boolean matches(String pattern, String text) {
        int p = 0;
        int t = 0;
        int starAt = -1;
        int retryFrom = 0;
        while (t < text.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                starAt = p++;
                retryFrom = t;
                continue;
            }
            int width = p < pattern.length() && isEscape(pattern, p) ? 2 : 1;
            if (p < pattern.length() && pattern.charAt(p + width - 1) == text.charAt(t)) {
                p += width;
                t++;
            } else if (starAt >= 0) {
                p = starAt + 1;
                t = ++retryFrom;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    private static boolean isEscape(String pattern, int at) {
        return pattern.charAt(at) == '\\' && at + 1 < pattern.length();
    }
}
