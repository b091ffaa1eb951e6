package sleeper.testkit.sim;

/** The store broke a promise. An error, so that no code under test takes it for a failure of the store. */
public final class Violation extends Error {
    public Violation(String message) {
        super(message);
    }

    Violation(String message, Throwable cause) {
        super(message, cause);
    }

    /** @throws Violation if what is said to hold does not */
    // The annotation that the check asks for is of a library that nothing else here needs.
    @SuppressWarnings("AnnotateFormatMethod")
    static void check(boolean holds, String message, Object... arguments) {
        if (!holds) {
            throw new Violation(message.formatted(arguments));
        }
    }
}
