package sleeper.core.util;

import java.util.regex.Pattern;

/** What a Java virtual machine prints of options that it finds in its environment, before its program says anything. */
public final class JavaNotice {
    private static final Pattern FORM = Pattern.compile("(?:NOTE: )?Picked up [A-Z_]{1,40}:.*");

    private JavaNotice() {}

    /** @return whether a line of a program's output is Java's own and no word of the program */
    public static boolean is(String line) {
        return FORM.matcher(line).matches();
    }
}
