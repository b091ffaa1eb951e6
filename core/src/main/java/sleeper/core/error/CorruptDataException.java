package sleeper.core.error;

import java.util.List;

/** Stored data is not what was stored: nothing goes on before someone has looked. */
public final class CorruptDataException extends SleeperException {
    /**
     * @param summary what could not be done, and to what; a whole sentence
     * @param faults  what was wrong; at least one
     */
    public CorruptDataException(String summary, List<Fault> faults) {
        this(summary, faults, null);
    }

    public CorruptDataException(String summary, List<Fault> faults, Throwable cause) {
        super(summary, faults, cause);
    }
}
