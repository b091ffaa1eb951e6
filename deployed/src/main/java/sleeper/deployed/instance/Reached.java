package sleeper.deployed.instance;

import java.util.function.Supplier;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.TransientFailureException;
import sleeper.statestore.instance.UnreachableException;

/** Ports of functions as commands use them: there is nobody behind a command who tries again. */
final class Reached {
    private Reached() {}

    /** @throws UnreachableException if nobody answered */
    static <T> T by(Supplier<T> call) {
        try {
            return call.get();
        } catch (TransientFailureException e) {
            if (e.code() != ErrorCode.UNAVAILABLE) {
                throw e;
            }
            throw new UnreachableException(
                    e.faults().get(0).where(), e.faults().get(0).found(), "Mend what it says, and try again.", e);
        }
    }
}
