package sleeper.stepfunctions.expression;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** One function of the {@code States.} family. */
@FunctionalInterface
interface IntrinsicFunction {
    /**
     * Computes the value.
     *
     * @throws IntrinsicFailedException if the arguments are too few, too many, of the wrong type or out of range
     */
    JsonNode apply(List<IntrinsicArgument> arguments, Chance chance);
}
