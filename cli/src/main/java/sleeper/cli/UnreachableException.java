package sleeper.cli;

import java.util.List;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;

/** There is no instance to talk to, or it does not answer. */
final class UnreachableException extends RuntimeException {
    private final transient Fault fault;

    UnreachableException(String where, String found, String action, Throwable cause) {
        this(new Fault(ErrorCode.UNAVAILABLE, where, found, "", action), cause);
    }

    private UnreachableException(Fault fault, Throwable cause) {
        super(fault.message(), cause);
        this.fault = fault;
    }

    List<Fault> faults() {
        return List.of(fault);
    }
}
