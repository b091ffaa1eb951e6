package sleeper.stepfunctions;

import java.util.regex.Pattern;
import sleeper.stepfunctions.StepFunctionsException.Code;
import sleeper.stepfunctions.expression.Unicode;

/**
 * The rule for names of state machines and executions.
 *
 * <p>Source: Step Functions API reference, {@code StartExecution}, {@code name}.
 */
final class Names {
    private static final int MAX_LENGTH = 80;
    private static final Pattern FORBIDDEN =
            Pattern.compile("[\\s<>{}\\[\\]?*\"#%\\\\^|~`$&,;:/\\u0000-\\u001f\\u007f-\\u009f\\ufffe\\uffff]");

    private Names() {}

    static void check(String name) {
        if (name.isEmpty()
                || name.length() > MAX_LENGTH
                || FORBIDDEN.matcher(name).find()
                || !Unicode.isText(name)) {
            throw new StepFunctionsException(
                    Code.INVALID_NAME,
                    "Invalid Name: '" + Unicode.shown(name) + "'. A name has 1 to " + MAX_LENGTH
                            + " characters, without white space, control characters and any of"
                            + " < > { } [ ] ? * \" # % \\ ^ | ~ ` $ & , ; : /");
        }
    }
}
