package sleeper.core.error;

import java.util.List;

/** Another writer was first and ours did not land: read again, check again, try again. */
public final class ConflictException extends SleeperException {
    /**
     * @param summary what could not be done, and to what; a whole sentence
     * @param faults  what was wrong; at least one
     */
    public ConflictException(String summary, List<Fault> faults) {
        this(summary, faults, null);
    }

    public ConflictException(String summary, List<Fault> faults, Throwable cause) {
        super(summary, faults, cause);
    }
}
