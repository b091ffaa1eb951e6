package sleeper.core.error;

import java.util.List;

/** A run of a job failed in a way that repeating it unchanged would not mend (disk, memory, changed input). */
public final class RunFailedException extends SleeperException {
    /**
     * @param summary what could not be done, and to what; a whole sentence
     * @param faults  what was wrong; at least one
     */
    public RunFailedException(String summary, List<Fault> faults) {
        this(summary, faults, null);
    }

    public RunFailedException(String summary, List<Fault> faults, Throwable cause) {
        super(summary, faults, cause);
    }
}
