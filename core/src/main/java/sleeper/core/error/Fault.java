package sleeper.core.error;

import java.io.Serializable;
import java.util.Set;
import sleeper.core.util.Require;
import sleeper.core.util.Secrets;
import sleeper.core.util.UnicodeText;

/**
 * One thing that is wrong, told so that a person can mend it.
 *
 * <p>No part shows a secret: see {@link Secrets}. Where one did, the action says to change it.
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

    /** U+FFFE and U+FFFF are no characters, and a queue takes no text with them. */
    private static final char FIRST_THAT_IS_NONE = '\ufffe';

    public Fault {
        Require.notNull("code", code);
        Require.notNull("location", location);
        Parts parts = new Parts();
        boolean secret = where != null && found != null && !found.isEmpty() && Secrets.isSecretProperty(where);
        where = Require.notBlank("where", parts.shown(where));
        found = secret ? parts.masked(found) : parts.shown(found);
        allowed = parts.shown(allowed);
        action = Require.notBlank("action", parts.shown(action));
        if (parts.anyMasked && !action.contains(Secrets.ADVICE)) {
            action = action + " " + Secrets.ADVICE;
        }
    }

    /** @return a text as a place; the other words if nothing of it would be seen */
    public static String place(String text, String otherwise) {
        return clean(text).isBlank() ? otherwise : text;
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

    /** The parts of a fault on their way to be shown in terminals, logs and mails. */
    private static final class Parts {
        private boolean anyMasked;

        String shown(String text) {
            if (text == null) {
                return "";
            }
            String masked = Secrets.masked(text);
            anyMasked |= !masked.equals(text);
            return clean(masked);
        }

        String masked(String secret) {
            anyMasked |= !secret.equals(Secrets.MASK);
            return Secrets.MASK;
        }
    }

    /** Control characters (line breaks, terminal escapes, direction overrides) become spaces. */
    private static String clean(String text) {
        String cut = UnicodeText.shown(UnicodeText.cut(text, MAX_PART_LENGTH));
        StringBuilder out = new StringBuilder(cut.length() + 1);
        for (int i = 0; i < cut.length(); i++) {
            char c = cut.charAt(i);
            out.append(HIDDEN.contains(Character.getType(c)) || c >= FIRST_THAT_IS_NONE ? ' ' : c);
        }
        return text.length() > MAX_PART_LENGTH ? out.append('…').toString() : out.toString();
    }
}
