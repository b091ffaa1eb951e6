package sleeper.statestore.instance;

import sleeper.core.util.Require;

/**
 * What looking at one thing found.
 *
 * @param name   the thing
 * @param state  how it is
 * @param found  what was found; never a secret
 * @param advice what to do; empty if nothing
 */
public record Check(String name, State state, String found, String advice) {
    /** How a thing is. */
    public enum State {
        OK,
        /** Worth knowing; what most commands do works all the same. */
        WARNING,
        /** Commands will fail. */
        PROBLEM
    }

    public Check {
        Require.notBlank("name", name);
        Require.notNull("state", state);
        Require.notNull("found", found);
        Require.notNull("advice", advice);
    }

    public static Check ok(String name, String found) {
        return new Check(name, State.OK, found, "");
    }

    public static Check warning(String name, String found, String advice) {
        return new Check(name, State.WARNING, found, advice);
    }

    public static Check problem(String name, String found, String advice) {
        return new Check(name, State.PROBLEM, found, advice);
    }
}
