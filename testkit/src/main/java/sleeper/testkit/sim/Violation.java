package sleeper.testkit.sim;

/** The store broke a promise. An error, so that no code under test takes it for a failure of the store. */
public final class Violation extends Error {
    public Violation(String message) {
        super(message);
    }

    Violation(String message, Throwable cause) {
        super(message, cause);
    }
}
