package sleeper.statemachine.way;

import sleeper.core.util.Require;

/**
 * A step from one state to another, as often as it was taken.
 *
 * @param from   the state that was left
 * @param to     the state that was entered next
 * @param caught whether an error led there
 * @param times  1 or more
 */
public record Transition(String from, String to, boolean caught, int times) {
    public Transition {
        Require.notBlank("from", from);
        Require.notBlank("to", to);
        Require.atLeast("times", times, 1);
    }
}
