package sleeper.statestore.object;

import java.util.regex.Pattern;
import sleeper.core.util.Require;

/** The form of an object's key. */
public final class ObjectKeys {
    private static final String COMPONENT = "[A-Za-z0-9_-][A-Za-z0-9._-]*";
    private static final Pattern FORM = Pattern.compile(COMPONENT + "(/" + COMPONENT + ")*");

    private ObjectKeys() {}

    /**
     * @return {@code key}
     * @throws IllegalArgumentException if it is not a key
     */
    public static String check(String key) {
        Require.that(FORM.matcher(key).matches(), "not an object key: " + key);
        return key;
    }
}
