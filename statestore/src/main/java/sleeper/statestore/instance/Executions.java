package sleeper.statestore.instance;

import java.time.Instant;
import java.util.Optional;
import sleeper.core.error.TransientFailureException;
import sleeper.core.job.AttemptId;
import sleeper.core.util.Require;

/**
 * Port: executions of the state machines. Safe for use by many threads.
 *
 * <p>Errors, the same for all methods: {@link TransientFailureException} if the service refused or did not answer and the same may
 * be tried again; {@link UnreachableException} where a command finds nobody who answers any more; {@link IllegalStateException} if the
 * service took the call for a mistake.
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
     * An execution as it stands.
     *
     * @param endedAt when it ended; empty while it runs, or where that is not told
     * @param cause   what Step Functions, or whoever stopped it, gives as the reason of an end that was not well; while it runs, why it
     *                waits until something is mended; may be empty
     */
    record Execution(Status status, Optional<Instant> endedAt, String cause) {
        public Execution {
            Require.notNull("status", status);
            Require.notNull("endedAt", endedAt);
            Require.notNull("cause", cause);
        }

        public boolean isRunning() {
            return status == Status.RUNNING;
        }
    }

    /**
     * Starts {@code ingest-job}.
     *
     * @param name  the attempt's {@link AttemptId#executionName}
     * @param input JSON, the same to the byte whenever it is asked for again
     */
    Start start(String name, String input);

    /** @return the attempt's execution of {@code ingest-job}; empty if there is none */
    Optional<Execution> describe(AttemptId attempt);

    /** Starts {@code reap-job} for an attempt, under a name that was never used. */
    void startReaping(AttemptId attempt);

    /**
     * Stops the attempt's execution of {@code ingest-job}; one that has ended stays as it is.
     *
     * @param error what stands as the execution's error, such as {@code ABORTED}
     * @param cause who stopped it and why, for people
     * @return whether there is such an execution
     */
    boolean stop(AttemptId attempt, String error, String cause);
}
