package sleeper.core.error;

import java.util.List;

/** It did not happen and may yet: the same may be retried. */
public final class TransientFailureException extends SleeperException {
    /**
     * @param summary what could not be done, and to what; a whole sentence
     * @param faults  what was wrong; at least one
     */
    public TransientFailureException(String summary, List<Fault> faults) {
        this(summary, faults, null);
    }

    public TransientFailureException(String summary, List<Fault> faults, Throwable cause) {
        super(summary, faults, cause);
    }
}
