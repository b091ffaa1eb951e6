package sleeper.core.error;

import java.util.List;

/** The input is wrong: its sender acts, and it is never retried. */
public final class InvalidRequestException extends SleeperException {
    /**
     * @param summary what could not be done, and to what; a whole sentence
     * @param faults  what was wrong; at least one
     */
    public InvalidRequestException(String summary, List<Fault> faults) {
        this(summary, faults, null);
    }

    public InvalidRequestException(String summary, List<Fault> faults, Throwable cause) {
        super(summary, faults, cause);
    }
}
