package sleeper.stepfunctions.definition;

import java.util.Objects;
import java.util.Optional;
import sleeper.stepfunctions.expression.PayloadTemplate;

/**
 * How a state makes its effective input and its output, in the order in which it is done; fields that a kind of state does not have
 * keep their defaults.
 *
 * @param input          InputPath: what of the raw input is used
 * @param parameters     Parameters: the effective input made from that
 * @param resultSelector ResultSelector: the effective result made from the result
 * @param resultPath     ResultPath: where in the raw input the result goes
 * @param output         OutputPath: what of that becomes the output
 * @param assign         Assign: variables set from the result
 */
public record DataFlow(
        Selection input,
        Optional<PayloadTemplate> parameters,
        Optional<PayloadTemplate> resultSelector,
        ResultPlace resultPath,
        Selection output,
        Optional<PayloadTemplate.Fields> assign) {
    public DataFlow {
        Objects.requireNonNull(input, "input");
        Objects.requireNonNull(parameters, "parameters");
        Objects.requireNonNull(resultSelector, "resultSelector");
        Objects.requireNonNull(resultPath, "resultPath");
        Objects.requireNonNull(output, "output");
        Objects.requireNonNull(assign, "assign");
    }
}
