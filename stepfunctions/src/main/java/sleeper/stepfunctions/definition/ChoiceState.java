package sleeper.stepfunctions.definition;

import java.util.List;
import java.util.Optional;
import sleeper.stepfunctions.expression.PayloadTemplate;

/**
 * Leads to the state of the first rule that holds.
 *
 * @param rules        the rules, tried in order
 * @param defaultState name of the state to go to when no rule holds
 */
public record ChoiceState(String name, DataFlow data, List<Rule> rules, Optional<String> defaultState)
        implements State {
    /**
     * A top-level rule.
     *
     * @param condition when it holds
     * @param assign    variables set when it holds, instead of those of the state
     * @param next      name of the state it leads to
     */
    public record Rule(Condition condition, Optional<PayloadTemplate.Fields> assign, String next) {}

    public ChoiceState {
        rules = List.copyOf(rules);
    }

    @Override
    public <R> R accept(StateVisitor<R> visitor) {
        return visitor.choice(this);
    }
}
