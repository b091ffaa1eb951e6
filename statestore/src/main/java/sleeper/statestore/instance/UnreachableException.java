package sleeper.statestore.instance;

import java.util.List;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;

/** There is no instance to talk to, or it does not answer. */
public final class UnreachableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Fault fault;

    public UnreachableException(String where, String found, String action, Throwable cause) {
        this(new Fault(ErrorCode.UNAVAILABLE, where, found, "", action), cause);
    }

    private UnreachableException(Fault fault, Throwable cause) {
        super(fault.message(), cause);
        this.fault = fault;
    }

    public List<Fault> faults() {
        return List.of(fault);
    }
}
