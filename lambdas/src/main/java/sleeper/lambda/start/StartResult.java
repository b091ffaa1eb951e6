package sleeper.lambda.start;

import java.util.List;
import sleeper.core.error.Fault;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobStatus;

/** What came of a message. Whichever it is, the message is done with. */
public sealed interface StartResult {
    /** A new attempt was recorded and its execution asked for. */
    record Started(AttemptId attempt) implements StartResult {}

    /** The attempt was recorded before, by another delivery or another message; its execution was asked for again. */
    record Ensured(AttemptId attempt) implements StartResult {}

    /** The job runs or is committed already, so that nothing was started. */
    record Noted(AttemptId attempt, JobStatus status) implements StartResult {}

    /** The message cannot be acted on; it lies in the dead-letter queue and its faults were reported. */
    record Refused(List<Fault> faults) implements StartResult {}
}
