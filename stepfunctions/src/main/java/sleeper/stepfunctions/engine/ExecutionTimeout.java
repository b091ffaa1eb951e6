package sleeper.stepfunctions.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import sleeper.stepfunctions.store.ExecutionState;

/**
 * The time-out of an execution. Time in which a task of it waits for room is not counted, nor is the time for which the service was down
 * meanwhile.
 */
final class ExecutionTimeout {
    private static final String WAITED = "waited";

    private final ExecutionRun run;
    private final OptionalLong seconds;
    private final Runnable action;
    private Optional<RunTimer> timer = Optional.empty();
    private Duration waited = Duration.ZERO;
    private Optional<Instant> waitsSince = Optional.empty();
    private int waitingTasks;

    /**
     * @param seconds how long the execution may take; empty for no limit
     * @param action  ends it, in a turn
     */
    ExecutionTimeout(ExecutionRun run, OptionalLong seconds, Runnable action) {
        this.run = run;
        this.seconds = seconds;
        this.action = action;
    }

    /** Sets the timer, anew if it is set. */
    void set() {
        cancel();
        seconds.ifPresent(limit -> {
            Instant due = run.runsSince().plusSeconds(limit).plus(waited);
            timer = Optional.of(run.timer(due, action));
        });
    }

    /** A task waits. */
    void pause() {
        waitingTasks++;
        if (waitingTasks == 1) {
            waitsSince = Optional.of(run.now());
            cancel();
        }
    }

    /** A task waits no more. */
    void goOn() {
        waitingTasks--;
        if (waitingTasks == 0) {
            addWaiting();
            set();
        }
    }

    private void addWaiting() {
        waitsSince.ifPresent(since -> waited = waited.plus(Duration.between(since, run.now())));
        waitsSince = Optional.empty();
    }

    void cancel() {
        timer.ifPresent(RunTimer::cancel);
        timer = Optional.empty();
    }

    /** Adds to a position what is needed to go on. */
    void writeTo(ObjectNode position) {
        if (!waited.isZero()) {
            position.put(WAITED, waited.toString());
        }
        waitsSince.ifPresent(since -> position.put(ExecutionState.WAITS_SINCE, since.toString()));
    }

    /** Takes up a position: a task that waited is asked for again, and may wait again. */
    void restore(ObjectNode position) {
        if (position.has(WAITED)) {
            waited = Duration.parse(position.get(WAITED).textValue());
        }
        if (position.has(ExecutionState.WAITS_SINCE)) {
            waitsSince = Optional.of(
                    Instant.parse(position.get(ExecutionState.WAITS_SINCE).textValue()));
            addWaiting();
        }
    }
}
