package sleeper.core.error;

import java.util.List;

/** It may have happened: look first, delete nothing, retry nothing blindly. */
public final class OutcomeUnknownException extends SleeperException {
    /**
     * @param summary what could not be done, and to what; a whole sentence
     * @param faults  what was wrong; at least one
     */
    public OutcomeUnknownException(String summary, List<Fault> faults) {
        this(summary, faults, null);
    }

    public OutcomeUnknownException(String summary, List<Fault> faults, Throwable cause) {
        super(summary, faults, cause);
    }

    /**
     * @param where  the place
     * @param found  what came in place of an answer
     * @param action how to see whether it happened, and what to do then
     * @return one with a single fault, OUTCOME_UNKNOWN
     */
    public static OutcomeUnknownException of(
            String summary, String where, String found, String action, Throwable cause) {
        return new OutcomeUnknownException(
                summary, List.of(new Fault(ErrorCode.OUTCOME_UNKNOWN, where, found, "", action)), cause);
    }
}
