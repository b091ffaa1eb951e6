package sleeper.faults;

/** How a use of a port ended, as it said. */
public enum Outcome {
    /** As was asked. */
    DONE("done"),
    /** Another was first. */
    REFUSED("refused"),
    /** It may have happened, or may happen yet. */
    UNKNOWN("not known"),
    /** Nothing has happened, nor will. */
    FAILED("failed"),
    /** As {@link #FAILED}, for want of a right. */
    DENIED("access denied");

    private final String words;

    Outcome(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    boolean saysThatNothingHappened() {
        return this == FAILED || this == DENIED;
    }
}
