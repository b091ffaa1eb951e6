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
}
