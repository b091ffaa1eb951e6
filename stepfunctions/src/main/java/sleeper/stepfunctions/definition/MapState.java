package sleeper.stepfunctions.definition;

import java.util.List;
import java.util.Optional;
import sleeper.stepfunctions.expression.Expression;
import sleeper.stepfunctions.expression.PayloadTemplate;

/**
 * Runs one graph for each element of an array.
 *
 * @param items                      ItemsPath: finds the array in the effective input; empty if an ItemReader gives the items
 * @param itemSelector               ItemSelector, or Parameters in the older form: makes the input of an iteration
 * @param processor                  the graph
 * @param distributed                whether iterations are executions of their own, which is refused when such a state is entered
 * @param maxConcurrency             iterations at once; 0 for no bound
 * @param toleratedFailureCount      of a distributed Map
 * @param toleratedFailurePercentage of a distributed Map
 */
public record MapState(
        String name,
        DataFlow data,
        Optional<Expression> items,
        Optional<PayloadTemplate> itemSelector,
        StateGraph processor,
        boolean distributed,
        Quantity maxConcurrency,
        Optional<Quantity> toleratedFailureCount,
        Optional<Quantity> toleratedFailurePercentage,
        List<Retrier> retriers,
        List<Catcher> catchers,
        Transition transition)
        implements State {
    public MapState {
        retriers = List.copyOf(retriers);
        catchers = List.copyOf(catchers);
    }

    @Override
    public <R> R accept(StateVisitor<R> visitor) {
        return visitor.map(this);
    }
}
