package sleeper.core.util;

import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Masks what may be a key or a password in a text that is shown: user-info of URIs, and values of fields whose name says that they are
 * secret. Three stars stand for it. Too much is masked rather than too little: what was sent can still be looked up where it was sent.
 */
public final class Secrets {
    /** What stands for a secret. */
    public static final String MASK = "***";
    /** What to do about a text that was masked; a whole sentence. */
    public static final String ADVICE =
            "The message and the execution's input still hold what " + MASK + " stands for: change that key.";

    /** A run of characters is looked at so far and no further, so that no text takes long. */
    private static final String RUN = "{0,2000}";

    private static final Pattern URI =
            Pattern.compile("(?<scheme>\\b[A-Za-z][A-Za-z0-9+.-]{0,31})?:/+(?<info>[^\\s'\"<>]" + RUN + ")@");
    /** Bucket or host with a name and a secret before it, and no scheme. */
    private static final Pattern BARE = Pattern.compile(
            "(?<![^\\s'\"(\\[=,])[^\\s'\":/@,=(\\[]{1,256}:(?!/)[^\\s'\"@]" + RUN + "[^\\s'\"@/]@(?=[A-Za-z0-9])");

    private static final String WORD =
            "(?:secret|passw(?:or)?d|token|signature|credentials?|account[._-]?key|access[._-]?key|[?&]sig)";
    /** With an equals sign, or as JSON has it. */
    private static final Pattern FIELD = Pattern.compile("(?i)(" + WORD + "[A-Za-z0-9_.-]{0,64}"
            + "(?:\\s{0,9}=\\s{0,9}(?:\\\\?[\"'])?|\\\\?[\"']\\s{0,9}:\\s{0,9}\\\\?[\"']))[^\\s\"'\\\\&,;<>)]+");

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
        String masked = URI.matcher(text).replaceAll(Secrets::uri);
        masked = BARE.matcher(masked).replaceAll(Matcher.quoteReplacement(MASK + "@"));
        masked = FIELD.matcher(masked).replaceAll("$1" + Matcher.quoteReplacement(MASK));
        return HEADER.matcher(masked).replaceAll("$1" + Matcher.quoteReplacement(MASK));
    }

    private static String uri(MatchResult match) {
        String scheme = match.group(1) == null ? "" : match.group(1);
        String info = match.group(2);
        String before = match.group().substring(0, match.group().length() - info.length() - 1);
        return Matcher.quoteReplacement(isUserInfo(scheme, info) ? before + MASK + "@" : match.group());
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
