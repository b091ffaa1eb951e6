package sleeper.stepfunctions.expression;

import java.util.regex.Pattern;

/** The rule for variable names: a Unicode identifier of at most 80 characters that is not {@code states}. */
public final class VariableName {
    static final String PATTERN = "[\\p{L}_][\\p{L}\\p{N}_]*";
    private static final Pattern WHOLE = Pattern.compile(PATTERN);
    private static final int MAX_LENGTH = 80;

    private VariableName() {}

    /** Whether a state may assign to this name. */
    public static boolean isValid(String name) {
        return name.length() <= MAX_LENGTH && WHOLE.matcher(name).matches() && !name.equals("states");
    }
}
