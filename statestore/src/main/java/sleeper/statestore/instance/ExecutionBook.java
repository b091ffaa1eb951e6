package sleeper.statestore.instance;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import sleeper.core.error.OutcomeUnknownException;
import sleeper.core.util.Require;
import sleeper.statestore.instance.Executions.Status;

/**
 * Port: executions of all state machines of an instance, for those who look through them. Safe for use by many threads.
 *
 * <p>Errors, the same for all methods: {@link UnreachableException} if nobody answers;
 * {@link sleeper.core.error.SleeperException} if whoever does refuses.
 */
public interface ExecutionBook {
    /**
     * A state machine.
     *
     * @param name    as its file has it, such as {@code ingest-job}
     * @param arn     by which Step Functions knows it
     */
    record Machine(String name, String arn) {
        public Machine {
            Require.notBlank("name", name);
            Require.notBlank("arn", arn);
        }
    }

    /**
     * An execution in a list.
     *
     * @param arn       by which Step Functions knows it
     * @param name      its name
     * @param machine   name of its machine
     * @param status    where it stands
     * @param startedAt when it was started
     * @param endedAt   when it ended; empty while it runs
     */
    record Entry(String arn, String name, String machine, Status status, Instant startedAt, Optional<Instant> endedAt) {
        public Entry {
            Require.notBlank("arn", arn);
            Require.notNull("endedAt", endedAt);
        }
    }

    /**
     * An execution as a whole.
     *
     * @param entry      as lists have it
     * @param input      JSON
     * @param output     JSON; empty if it has none
     * @param error      name of the error that ended it; may be empty
     * @param cause      why it ended so, or waits; may be empty
     * @param redrivable whether it can go on from where it failed
     * @param definition that it runs
     */
    record Whole(
            Entry entry,
            String input,
            String output,
            String error,
            String cause,
            boolean redrivable,
            String definition) {}

    /** @return the instance's machines, by name */
    List<Machine> machines();

    /**
     * @param machine name of a machine
     * @param status  only such; empty for all
     * @param after   ARN of the last execution of the page before; empty for the first page
     * @param most    1 to 1,000
     * @return executions, the latest first; none if there is no such machine
     */
    List<Entry> list(String machine, Optional<Status> status, Optional<String> after, int most);

    /** @return the execution; empty if there is none, or it is no instance's own */
    Optional<Whole> find(String arn);

    /** @return the events of an execution, the oldest first; none if there is no such execution */
    List<ExecutionEvent> history(String arn);

    /**
     * As {@link #history}, for a part of it.
     *
     * @param after id of the event before the part; 0 for the beginning
     * @param most  events, 1 or more
     */
    default List<ExecutionEvent> events(String arn, long after, int most) {
        return history(arn).stream()
                .filter(event -> event.id() > after)
                .limit(most)
                .toList();
    }

    /**
     * Has an execution that failed go on from there.
     *
     * @throws sleeper.core.error.InvalidRequestException WRONG_STATUS if it cannot
     * @throws OutcomeUnknownException if no answer came, so that it may go on
     */
    void redrive(String arn);

    /** As {@link UnknownOutcome}: what {@link #redrive} throws if the execution may go on. */
    static OutcomeUnknownException unknown(String where, String found, Throwable cause) {
        return OutcomeUnknownException.of(
                "The execution may have been redriven.",
                where,
                found,
                "Look at the execution as it stands now.",
                cause);
    }
}
