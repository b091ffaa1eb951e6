package sleeper.core.error;

import java.util.List;
import java.util.stream.Collectors;
import sleeper.core.util.Require;

/**
 * What all errors of ours have in common: a code and the faults found, at least one. The subtype says what the machine does. An error
 * survives Java serialisation whole, since it may be met in another process than the one that reports it.
 */
public abstract class SleeperException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String summary;
    private final List<Fault> faults;

    protected SleeperException(String summary, List<Fault> faults, Throwable cause) {
        super(summary + faults.stream().map(fault -> " " + fault.message()).collect(Collectors.joining()), cause);
        this.summary = summary;
        this.faults = Require.notEmpty("faults", faults);
    }

    /** @return what could not be done, and to what: the message without the faults */
    public String summary() {
        return summary;
    }

    /** @return the code of the first fault */
    public ErrorCode code() {
        return faults.get(0).code();
    }

    /** @return all the faults, in the order found; at least one */
    public List<Fault> faults() {
        return faults;
    }
}
