package sleeper.stepfunctions.engine;

/** Carries a state's error out of a computation. */
final class StateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient StateError error;

    StateException(StateError error) {
        super(error.toString(), null, false, false);
        this.error = error;
    }

    StateError error() {
        return error;
    }
}
