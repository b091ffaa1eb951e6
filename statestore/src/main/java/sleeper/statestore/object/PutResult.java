package sleeper.statestore.object;

/** How a conditional write of an object ended. Three answers, since a lost reply is neither of the others. */
public enum PutResult {
    /** The object holds what was given. */
    STORED,
    /** The condition did not hold. It may have been made false by an earlier try of the same write: compare contents. */
    REFUSED,
    /** The write may have happened, or may happen yet: look, and try the same again. */
    UNKNOWN
}
