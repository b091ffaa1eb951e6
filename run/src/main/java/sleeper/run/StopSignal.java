package sleeper.run;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.RunFailedException;

/** Says when a run is to stop; the first reason stays. Safe for use by many threads. */
public final class StopSignal {
    private static final Fault ASKED = new Fault(
            ErrorCode.ABORTED,
            "this process",
            "a signal to stop",
            "",
            "Retry the job; nothing of this run is in the table.");

    private final AtomicReference<Fault> reason = new AtomicReference<>();

    /** The process was asked to stop. */
    public void raise() {
        raise(ASKED);
    }

    /** @return whether the process was asked to stop, and that is the reason */
    public boolean isAsked() {
        return ASKED.equals(reason.get());
    }

    /** There is a reason to stop. */
    public void raise(Fault why) {
        reason.compareAndSet(null, why);
    }

    /**
     * What a run calls often.
     *
     * @throws RunFailedException if it is to stop
     */
    public void check() {
        Fault why = reason.get();
        if (why != null) {
            throw new RunFailedException("The run stopped.", List.of(why));
        }
    }
}
