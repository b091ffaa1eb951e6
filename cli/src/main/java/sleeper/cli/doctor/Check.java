package sleeper.cli.doctor;

import sleeper.core.util.Require;

/**
 * What looking at one thing found.
 *
 * @param name   the thing
 * @param state  how it is
 * @param found  what was found; never a secret
 * @param advice what to do; empty if nothing
 */
record Check(String name, State state, String found, String advice) {
    /** How a thing is. */
    enum State {
        OK,
        /** Worth knowing; what most commands do works all the same. */
        WARNING,
        /** Commands will fail. */
        PROBLEM
    }

    Check {
        Require.notBlank("name", name);
        Require.notNull("state", state);
        Require.notNull("found", found);
        Require.notNull("advice", advice);
    }

    static Check ok(String name, String found) {
        return new Check(name, State.OK, found, "");
    }

    static Check warning(String name, String found, String advice) {
        return new Check(name, State.WARNING, found, advice);
    }

    static Check problem(String name, String found, String advice) {
        return new Check(name, State.PROBLEM, found, advice);
    }
}
