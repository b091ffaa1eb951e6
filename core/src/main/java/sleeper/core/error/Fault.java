package sleeper.core.error;

import java.io.Serializable;
import java.util.Set;
import sleeper.core.util.Require;

/**
 * One thing that is wrong, told so that a person can mend it.
 *
 * @param code     what kind of fault it is
 * @param where    the place: a file, a row group and column, a line and column, a property; never blank
 * @param found    the value found there; may be empty
 * @param allowed  what may stand there; may be empty
 * @param action   what to do; never blank
 * @param location the place again, as fields that programs read; {@link FaultLocation#NONE} if it is no place in a file
 */
public record Fault(ErrorCode code, String where, String found, String allowed, String action, FaultLocation location)
        implements Serializable {
    /** Longest text of a part; what is longer is cut with an ellipsis, so that input cannot flood a mail or a log. */
    public static final int MAX_PART_LENGTH = 2_000;

    /** Kinds of characters that would break a line or hide something. */
    private static final Set<Integer> HIDDEN =
            Set.of((int) Character.CONTROL, (int) Character.FORMAT, (int) Character.LINE_SEPARATOR, (int)
                    Character.PARAGRAPH_SEPARATOR);

    public Fault {
        Require.notNull("code", code);
        where = Require.notBlank("where", clean(where));
        found = clean(found);
        allowed = clean(allowed);
        action = Require.notBlank("action", clean(action));
        Require.notNull("location", location);
    }

    /** A fault that is about no place in a file. */
    public Fault(ErrorCode code, String where, String found, String allowed, String action) {
        this(code, where, found, allowed, action, FaultLocation.NONE);
    }

    /** A fault whose action is the code's own. */
    public static Fault of(ErrorCode code, String where, String found, String allowed) {
        return new Fault(code, where, found, allowed, code.action());
    }

    /** @return the same fault with its place as fields */
    public Fault at(FaultLocation place) {
        return new Fault(code, where, found, allowed, action, place);
    }

    /** @return the fault in one line of words */
    public String message() {
        StringBuilder text =
                new StringBuilder(code.name()).append(" at ").append(where).append(": ");
        if (!found.isEmpty()) {
            text.append("found ").append(found);
        } else {
            text.append(code.meaning());
        }
        if (!allowed.isEmpty()) {
            text.append(found.isEmpty() ? " Allowed: " : "; allowed: ").append(allowed);
        }
        char last = text.charAt(text.length() - 1);
        return text.append(last == '.' ? " " : ". ").append(action).toString();
    }

    /** Control characters (line breaks, terminal escapes, direction overrides) become spaces: a fault is shown in terminals, logs and mails. */
    private static String clean(String text) {
        if (text == null) {
            return "";
        }
        int end = Math.min(text.length(), MAX_PART_LENGTH);
        StringBuilder out = new StringBuilder(end);
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            int type = Character.getType(c);
            out.append(HIDDEN.contains(type) ? ' ' : c);
        }
        return text.length() > end ? out.append('…').toString() : out.toString();
    }
}
