package sleeper.ingest;

import java.util.List;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.RunFailedException;

/** Tells a run to stop. Safe for use by many threads. */
final class StopSignal {
    private volatile Fault reason;

    /** The process was asked to stop. */
    void raise() {
        raise(new Fault(
                ErrorCode.ABORTED,
                "the ingest task",
                "a signal to stop",
                "",
                "Retry the job; nothing of this run is in the table."));
    }

    void raise(Fault why) {
        reason = why;
    }

    boolean isRaised() {
        return reason != null;
    }

    /**
     * What a run calls often.
     *
     * @throws RunFailedException if it is to stop
     */
    void check() {
        Fault why = reason;
        if (why != null) {
            throw new RunFailedException("The run stopped.", List.of(why));
        }
    }
}
