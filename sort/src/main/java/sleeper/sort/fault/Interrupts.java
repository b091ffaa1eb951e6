package sleeper.sort.fault;

import java.util.List;
import sleeper.core.error.CancelledException;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;

/** What an interrupt of a sort's calling thread means: the sort ends with one type of error, and the thread stays interrupted. */
public final class Interrupts {
    private Interrupts() {}

    /** @throws CancelledException if the thread is interrupted */
    public static void check() {
        if (Thread.currentThread().isInterrupted()) {
            throw cancelled(null);
        }
    }

    /**
     * A call that an interrupt breaks off throws what its store or channel has for it. All of these mean the same.
     *
     * @return whether {@code thrown} is what an interrupt of this thread led to
     */
    public static boolean haveCaused(Exception thrown) {
        return !(thrown instanceof CancelledException) && Thread.currentThread().isInterrupted();
    }

    /** @param cause may be null */
    public static CancelledException cancelled(Throwable cause) {
        Fault fault = Fault.of(ErrorCode.CANCELLED, "the sort", "an interrupt", "");
        return new CancelledException("The sort stopped; none of its files stays.", List.of(fault), cause);
    }

    /** Does what must be done whole even though the thread is interrupted, which it is again afterwards. */
    public static void deferredWhile(Runnable work) {
        boolean interrupted = Thread.interrupted();
        try {
            work.run();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
