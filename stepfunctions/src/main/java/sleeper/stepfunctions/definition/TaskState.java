package sleeper.stepfunctions.definition;

import java.util.List;
import java.util.Optional;

/**
 * Has work done outside the state machine.
 *
 * @param resource  ARN of what does the work
 * @param timeout   how long one attempt may take, in seconds
 * @param heartbeat how long an attempt may stay silent, in seconds
 */
public record TaskState(
        String name,
        DataFlow data,
        String resource,
        Optional<Quantity> timeout,
        Optional<Quantity> heartbeat,
        List<Retrier> retriers,
        List<Catcher> catchers,
        Transition transition)
        implements State {
    public TaskState {
        retriers = List.copyOf(retriers);
        catchers = List.copyOf(catchers);
    }

    @Override
    public <R> R accept(StateVisitor<R> visitor) {
        return visitor.task(this);
    }
}
