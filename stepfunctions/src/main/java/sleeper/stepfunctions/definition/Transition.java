package sleeper.stepfunctions.definition;

import java.util.Optional;

/**
 * Where a state leads.
 *
 * @param next name of the next state; empty for {@code "End": true}
 */
public record Transition(Optional<String> next) {
    /** {@code "End": true}. */
    public static Transition end() {
        return new Transition(Optional.empty());
    }

    /** {@code "Next": name}. */
    public static Transition to(String name) {
        return new Transition(Optional.of(name));
    }

    /** Whether the graph ends here. */
    public boolean isEnd() {
        return next.isEmpty();
    }
}
