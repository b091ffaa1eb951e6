package sleeper.core.error;

import java.util.List;

/**
 * Work was interrupted and gave up what it had done: whoever interrupted it knows whether it is to be done again. Thrown within a
 * process only; no state machine sees its name.
 */
public final class CancelledException extends SleeperException {
    /**
     * @param summary what could not be done, and to what; a whole sentence
     * @param faults  what was wrong; at least one
     */
    public CancelledException(String summary, List<Fault> faults) {
        this(summary, faults, null);
    }

    public CancelledException(String summary, List<Fault> faults, Throwable cause) {
        super(summary, faults, cause);
    }
}
