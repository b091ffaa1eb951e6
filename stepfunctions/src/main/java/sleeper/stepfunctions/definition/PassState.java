package sleeper.stepfunctions.definition;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * Hands on its input, reshaped.
 *
 * @param result a constant that takes the place of the effective input as result
 */
public record PassState(String name, DataFlow data, Optional<JsonNode> result, Transition transition) implements State {
    @Override
    public <R> R accept(StateVisitor<R> visitor) {
        return visitor.pass(this);
    }
}
