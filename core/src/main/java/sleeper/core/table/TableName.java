package sleeper.core.table;

import java.util.regex.Pattern;
import sleeper.core.util.Require;

/**
 * Names a table.
 *
 * @param value 1 to 64 characters of {@code A-Z a-z 0-9 _ -}; of new ones the first is no hyphen, see {@link #mayBeNew}
 */
public record TableName(String value) {
    /** Most characters. */
    public static final int MAX_LENGTH = 64;

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{1," + MAX_LENGTH + "}");

    public TableName {
        Require.that(isValid(value), "not a table name: " + value);
    }

    public static boolean isValid(String value) {
        return FORM.matcher(value).matches();
    }

    /** @return whether new ones may be called so: one that begins with a hyphen, as older ones may, looks like an option of a command */
    public static boolean mayBeNew(String value) {
        return isValid(value) && value.charAt(0) != '-';
    }

    @Override
    public String toString() {
        return value;
    }
}
