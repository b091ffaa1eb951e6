package sleeper.core.util;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Masks what may be a key or a password in a text that is shown: user-info of URIs, and values of fields whose name says that they are
 * secret. Three stars stand for it. Too much is masked rather than too little: what was sent can still be looked up where it was sent.
 *
 * <p>A text may be of megabytes and of anybody: each character is looked at a fixed number of times, so the patterns have possessive
 * quantifiers with bounds, and what lies before an at sign is sought without one.
 */
public final class Secrets {
    /** What stands for a secret. */
    public static final String MASK = "***";
    /** What to do about a text that was masked; a whole sentence. */
    public static final String ADVICE =
            "The message and the execution's input still hold what " + MASK + " stands for: change that key.";

    private static final Pattern URI_START = Pattern.compile("(?<scheme>\\b[A-Za-z][A-Za-z0-9+.-]{0,31}+)?:/++");
    /** What ends a URI, beside white space. */
    private static final String ENDS_URI = "'\"<>";
    /** A name before a secret, a bucket or a host, without a scheme. */
    private static final Pattern BARE_START = Pattern.compile("(?<![^\\s'\"(\\[=,])[^\\s'\":/@,=(\\[]{1,256}+:(?!/)");

    private static final String ENDS_BARE = "'\"";

    private static final String WORD =
            "(?:secret|passw(?:or)?d|token|signature|credentials?|account[._-]?key|access[._-]?key|[?&]sig)";
    /** With an equals sign, or as JSON has it. */
    private static final Pattern FIELD = Pattern.compile("(?i)(" + WORD + "[A-Za-z0-9_.-]{0,64}+"
            + "(?:\\s{0,9}+=\\s{0,9}+(?:\\\\?[\"'])?|\\\\?[\"']\\s{0,9}:\\s{0,9}\\\\?[\"']))[^\\s\"'\\\\&,;<>)]+");

    private static final Pattern HEADER =
            Pattern.compile("(?i)(authorization[\"']?\\s{0,9}[:=]\\s{0,9}[\"']?(?:bearer|basic)\\s{1,9})[^\\s\"']+");
    /** A property's name, with what it stands in; not a column or a file of such a name. */
    private static final Pattern SECRET_PROPERTY =
            Pattern.compile("(?i)(?:^|[\\s(])(?:sleeper|spark|fs)\\.[a-z0-9_.-]*" + WORD + "[a-z0-9_.-]*\\)?$");

    /** Of these, what stands before an at sign without a colon is a container and no user. */
    private static final Pattern OF_CONTAINERS = Pattern.compile("(?i)abfss?|wasbs?");

    private static final Pattern PORT = Pattern.compile("[^:@]*:[0-9]{1,5}");

    private Secrets() {}

    /** @return the text with three stars for what may be a secret; the same text if there is none, or if it is masked already */
    public static String masked(String text) {
        String masked = text.indexOf('@') < 0 ? text : maskedBare(maskedUris(text));
        masked = FIELD.matcher(masked).replaceAll("$1" + Matcher.quoteReplacement(MASK));
        return HEADER.matcher(masked).replaceAll("$1" + Matcher.quoteReplacement(MASK));
    }

    /** What stands between a URI's scheme and the last at sign of the URI, if that is a user's name or secret. */
    private static String maskedUris(String text) {
        StringBuilder masked = new StringBuilder();
        Matcher start = URI_START.matcher(text);
        int copied = 0;
        int end = 0;
        int at = 0;
        for (int from = 0; start.find(from); ) {
            from = start.end();
            // Many may start within one run of characters, whose end and last at sign are sought once.
            if (from > end) {
                end = endOfRun(text, from, ENDS_URI);
                at = lastAt(text, from, end);
            }
            if (at >= from) {
                String scheme = start.group("scheme") == null ? "" : start.group("scheme");
                if (isUserInfo(scheme, text.substring(from, at))) {
                    masked.append(text, copied, from).append(MASK);
                    copied = at;
                }
                from = at + 1;
            }
        }
        return masked.append(text, copied, text.length()).toString();
    }

    /** A name and a secret before the next at sign, the name too. */
    private static String maskedBare(String text) {
        StringBuilder masked = new StringBuilder();
        Matcher start = BARE_START.matcher(text);
        int copied = 0;
        int end = 0;
        int at = 0;
        for (int from = 0; at >= 0 && start.find(from); ) {
            from = start.end();
            if (from > at) {
                at = text.indexOf('@', from);
            }
            if (from > end) {
                end = endOfRun(text, from, ENDS_BARE);
            }
            if (from < at && at < end && text.charAt(at - 1) != '/' && isName(text, at + 1)) {
                masked.append(text, copied, start.start()).append(MASK);
                copied = at;
                from = at + 1;
            }
        }
        return masked.append(text, copied, text.length()).toString();
    }

    private static int endOfRun(String text, int from, String ends) {
        int end = from;
        while (end < text.length() && !isSpace(text.charAt(end)) && ends.indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    private static int lastAt(String text, int from, int end) {
        int at = end - 1;
        while (at >= from && text.charAt(at) != '@') {
            at--;
        }
        return at;
    }

    /** As the patterns have it. */
    private static boolean isSpace(char c) {
        return c == ' ' || ('\t' <= c && c <= '\r');
    }

    private static boolean isName(String text, int at) {
        char c = at < text.length() ? text.charAt(at) : ' ';
        return ('a' <= c && c <= 'z') || ('A' <= c && c <= 'Z') || ('0' <= c && c <= '9');
    }

    private static boolean isUserInfo(String scheme, String info) {
        int slash = info.indexOf('/');
        String authority = slash < 0 ? info : info.substring(0, slash);
        if (authority.indexOf(':') >= 0) {
            boolean port = slash >= 0
                    && !scheme.toLowerCase(Locale.ROOT).startsWith("s3")
                    && PORT.matcher(authority).matches();
            return !port;
        }
        return slash < 0 && !OF_CONTAINERS.matcher(scheme).matches();
    }

    /** @return whether a place is a property whose value is a secret, such as {@code sleeper.notify.smtp.password} */
    public static boolean isSecretProperty(String where) {
        return SECRET_PROPERTY.matcher(where).find();
    }
}
