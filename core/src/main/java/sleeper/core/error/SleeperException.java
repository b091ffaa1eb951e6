package sleeper.core.error;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.util.List;
import java.util.stream.Collectors;
import sleeper.core.util.Require;
import sleeper.core.util.Secrets;

/**
 * What all errors of ours have in common: a code and the faults found, at least one. The subtype says what the machine does.
 *
 * <p>Serializable whatever the cause is, so that an error crosses from one process to another. A cause that cannot be written
 * or whose class the reader does not have arrives as a {@link ForeignException}, and so does what was suppressed. Each subtype
 * has a constructor of this one's parameters, by which it is made anew.
 */
public abstract sealed class SleeperException extends RuntimeException
        permits CancelledException,
                ConflictException,
                CorruptDataException,
                InvalidRequestException,
                OutcomeUnknownException,
                RunFailedException,
                TransientFailureException,
                VersionTooOldException {
    private static final long serialVersionUID = 1L;

    private final String summary;
    private final transient List<Fault> faults;

    protected SleeperException(String summary, List<Fault> faults, Throwable cause) {
        super(
                Secrets.masked(summary)
                        + faults.stream().map(fault -> " " + fault.message()).collect(Collectors.joining()),
                cause);
        this.summary = Secrets.masked(summary);
        this.faults = Require.notEmpty("faults", faults);
    }

    /** @return what could not be done, and to what: the message without the faults; without secrets */
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

    final Object writeReplace() {
        return new SerialForm(this);
    }

    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("a " + getClass().getName() + " is read from its serial form only");
    }
}
