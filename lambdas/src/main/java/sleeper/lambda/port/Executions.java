package sleeper.lambda.port;

import java.util.Optional;
import sleeper.core.job.AttemptId;

/**
 * Port: executions of the state machines. Safe for use by many threads.
 *
 * <p>Errors, the same for all methods: {@link sleeper.core.error.TransientFailureException} if the service refused or did not
 * answer and the same may be tried again.
 */
public interface Executions {
    /** What came of asking for an execution. */
    enum Start {
        /** It was started, or it runs already with this very input. */
        STARTED,
        /** One of this name has ended, or runs with another input. */
        ALREADY_EXISTS
    }

    /** Where an execution stands. */
    enum Status {
        RUNNING,
        SUCCEEDED,
        FAILED,
        TIMED_OUT,
        ABORTED
    }

    /**
     * Starts {@code ingest-job}.
     *
     * @param name  the attempt's {@link AttemptId#executionName}
     * @param input JSON, the same to the byte whenever it is asked for again
     */
    Start start(String name, String input);

    /** @return where the attempt's execution of {@code ingest-job} stands; empty if there is none */
    Optional<Status> describe(AttemptId attempt);

    /** Starts {@code reap-job} for an attempt, under a name that was never used. */
    void startReaping(AttemptId attempt);
}
