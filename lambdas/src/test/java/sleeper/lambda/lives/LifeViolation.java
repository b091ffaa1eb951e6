package sleeper.lambda.lives;

/** A life broke a promise. An error, so that no code under test takes it for a failure of a port. */
final class LifeViolation extends Error {
    private static final long serialVersionUID = 1L;

    LifeViolation(String message) {
        super(message);
    }

    /** @throws LifeViolation if what is said to hold does not */
    static void check(boolean holds, String message) {
        if (!holds) {
            throw new LifeViolation(message);
        }
    }
}
