package sleeper.statestore.instance;

import sleeper.core.error.OutcomeUnknownException;

/** Says of a request whose answer was lost that it may have been done. */
@FunctionalInterface
public interface UnknownOutcome {
    /**
     * @param where the request was sent to
     * @param found what came in place of an answer
     * @return to be thrown
     */
    OutcomeUnknownException of(String where, String found, Throwable cause);
}
