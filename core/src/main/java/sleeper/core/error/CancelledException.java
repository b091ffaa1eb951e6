package sleeper.core.error;

import java.util.List;

/** The work was asked to stop, by an interrupt of its thread. Nothing of it goes on, and it may be done again. */
public final class CancelledException extends SleeperException {
    private static final long serialVersionUID = 1L;

    /**
     * @param summary what was stopped; a whole sentence
     * @param faults  why; at least one
     */
    public CancelledException(String summary, List<Fault> faults, Throwable cause) {
        super(summary, faults, cause);
    }
}
