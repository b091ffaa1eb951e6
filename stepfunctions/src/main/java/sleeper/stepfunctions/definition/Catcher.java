package sleeper.stepfunctions.definition;

import java.util.List;
import java.util.Optional;
import sleeper.stepfunctions.expression.PayloadTemplate;

/**
 * One entry of Catch.
 *
 * @param errorEquals error names, or {@code States.ALL} and other wildcards
 * @param resultPath  where in the raw input the error output goes
 * @param assign      variables set from the error output
 * @param next        name of the state that goes on
 */
public record Catcher(
        List<String> errorEquals, ResultPlace resultPath, Optional<PayloadTemplate.Fields> assign, String next) {
    public Catcher {
        errorEquals = List.copyOf(errorEquals);
    }
}
