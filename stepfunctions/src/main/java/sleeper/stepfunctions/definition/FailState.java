package sleeper.stepfunctions.definition;

import java.util.Optional;

/**
 * Ends its graph with failure.
 *
 * @param error name of the error
 * @param cause what happened, in words
 */
public record FailState(String name, DataFlow data, Optional<TextValue> error, Optional<TextValue> cause)
        implements State {
    @Override
    public <R> R accept(StateVisitor<R> visitor) {
        return visitor.fail(this);
    }
}
