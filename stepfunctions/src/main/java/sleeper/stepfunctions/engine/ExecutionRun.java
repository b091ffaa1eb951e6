package sleeper.stepfunctions.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sleeper.stepfunctions.definition.StateMachineDefinition;
import sleeper.stepfunctions.expression.Chance;
import sleeper.stepfunctions.expression.Json;
import sleeper.stepfunctions.expression.Variables;
import sleeper.stepfunctions.history.EventDetails;
import sleeper.stepfunctions.history.EventType;
import sleeper.stepfunctions.history.HistoryEvent;
import sleeper.stepfunctions.store.ExecutionStart;
import sleeper.stepfunctions.store.ExecutionState;
import sleeper.stepfunctions.store.ExecutionStatus;
import sleeper.stepfunctions.store.Redrives;
import sleeper.stepfunctions.task.RunningTask;
import sleeper.stepfunctions.task.TaskIntegration;
import sleeper.stepfunctions.task.TaskOutcome;
import sleeper.stepfunctions.time.EventLoop;

/** One open execution. All methods are called on the host's event loop. */
public final class ExecutionRun {
    private static final Logger LOG = LoggerFactory.getLogger(ExecutionRun.class);

    private final ExecutionHost host;
    private final ExecutionStart start;
    private final HistoryLog history;
    private final Branch top;
    private final ExecutionTimeout timeout;
    private final Redrives redrives;
    private final ExecutionSaving saving;
    private final Turns turns;
    private ExecutionState state;
    private boolean suspended;
    private boolean positionLost;

    private ExecutionRun(
            ExecutionHost host,
            ExecutionStart start,
            StateMachineDefinition definition,
            List<HistoryEvent> events,
            Redrives redrives) {
        this.host = host;
        this.start = start;
        this.history = new HistoryLog(host.loop().clock(), events);
        this.redrives = redrives;
        this.saving = new ExecutionSaving(this, host, history);
        this.turns = new Turns(this, saving);
        this.timeout = new ExecutionTimeout(this, definition.timeoutSeconds(), this::timeOut);
        this.top = new Branch(this, definition.graph(), Optional.empty(), Variables.none(), Optional.empty(), 0);
        this.state = running(Optional.empty());
    }

    private ExecutionState running(Optional<ObjectNode> position) {
        return new ExecutionState(
                ExecutionStatus.RUNNING,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                history.size(),
                position,
                false,
                redrives);
    }

    /** Starts an execution; when this returns it has been saved. Its tasks, if it has reached any, have been called. */
    public static ExecutionRun begin(ExecutionHost host, ExecutionStart start, StateMachineDefinition definition) {
        ExecutionRun run = new ExecutionRun(host, start, definition, List.of(), Redrives.none());
        run.history.add(EventType.EXECUTION_STARTED, 0, EventDetails.started(start.input(), start.roleArn()));
        run.timeout.set();
        run.turn(() -> run.top.begin(Json.readKnown(start.input())));
        return run;
    }

    /** Takes up an execution where it was last saved: each branch goes on from the state it was in, an interrupted Task runs again. */
    public static ExecutionRun resume(
            ExecutionHost host,
            ExecutionStart start,
            StateMachineDefinition definition,
            ObjectNode position,
            List<HistoryEvent> events,
            Redrives redrives) {
        ExecutionRun run = new ExecutionRun(host, start, definition, events, redrives);
        run.top.restore(position);
        run.timeout.restore(position);
        run.timeout.set();
        run.turn(run.top::resume);
        return run;
    }

    /**
     * Takes up an execution that ended without success, at what did not succeed; when this returns it has been saved, if it could be.
     *
     * @param position where it ended
     * @param redrives counts this one in
     */
    public static ExecutionRun redrive(
            ExecutionHost host,
            ExecutionStart start,
            StateMachineDefinition definition,
            ObjectNode position,
            List<HistoryEvent> events,
            Redrives redrives) {
        ExecutionRun run = new ExecutionRun(host, start, definition, events, redrives);
        run.top.restore(position);
        run.timeout.set();
        run.turn(() -> run.top.redrive(
                run.event(EventType.EXECUTION_REDRIVEN, run.history.size(), EventDetails.redriven(redrives.count()))));
        return run;
    }

    /** What is fixed about the execution. */
    public ExecutionStart start() {
        return start;
    }

    /** Where it stands: as last saved, but stopped as soon as it was stopped. */
    public ExecutionState state() {
        return state;
    }

    /** Why it waits, in words, if what it did could not be saved yet. */
    public Optional<String> waiting() {
        return saving.waiting();
    }

    /** Its events, as last saved. */
    public List<HistoryEvent> history() {
        return history.saved();
    }

    /**
     * Stops the execution, if it is open: nothing is caught, tasks are cancelled. That does not wait for the end to be saved; a process
     * that dies before it was takes the execution up again where it was last saved.
     */
    public void abort(Optional<String> error, Optional<String> cause) {
        turn(() -> close(Ending.aborted(error, cause), 0));
    }

    /** Ends the work without a trace in the history, so that {@link #resume} can take it up: tasks are cancelled, timers too. */
    public void suspend() {
        suspended = true;
        top.abandon();
        timeout.cancel();
        turns.clear();
        runEffects();
    }

    /** Lets what waited for the turn to be saved happen. */
    void runEffects() {
        turns.runEffects();
    }

    /** Runs a step and all that follow from it, saves, and then lets the effects happen. */
    void turn(Runnable step) {
        turns.take(step);
    }

    /** Ends it where it is now, by a failure that nothing catches. */
    void fail(StateError error) {
        fail(error, history.size());
    }

    /** What is to be saved, with where it is if it is open. */
    ExecutionState stateToSave() {
        if (!isClosed()) {
            ObjectNode position = top.snapshot();
            timeout.writeTo(position);
            state = running(Optional.of(position));
        }
        return state;
    }

    /** Its last turn was saved: now others may see what it did. */
    void saved() {
        runEffects();
        if (isClosed()) {
            host.closed(start, state);
        }
    }

    /**
     * Gives up what it takes to go on.
     *
     * @return whether its end can do without; if not, there is no such end
     */
    boolean losePosition() {
        positionLost = true;
        boolean endHasOne = isClosed() && state.position().isPresent();
        if (endHasOne) {
            state = state.withoutPosition();
        }
        return endHasOne;
    }

    /** Ends it from where it was last saved, whatever happened since, even its end. */
    void failAsLastSaved(StateError error) {
        state = running(Optional.empty());
        fail(error);
    }

    /** From when its time-out counts: a redrive begins it anew. */
    Instant runsSince() {
        return redrives.last().orElse(start.startDate());
    }

    private void timeOut() {
        close(Ending.timedOut(), 0);
    }

    void succeed(JsonNode output, long previousEventId) {
        close(Ending.succeeded(Json.write(output)), previousEventId);
    }

    void fail(StateError error, long previousEventId) {
        close(Ending.failed(error), previousEventId);
    }

    private void close(Ending ending, long previousEventId) {
        if (isClosed()) {
            return;
        }
        history.end(ending.event(), previousEventId, ending.details());
        Optional<ObjectNode> position = lastPosition(ending.status());
        top.abandon();
        timeout.cancel();
        turns.clear();
        state = new ExecutionState(
                ending.status(),
                Optional.of(now()),
                ending.output(),
                ending.error(),
                ending.cause(),
                history.size(),
                position,
                false,
                redrives);
    }

    /** @return where it ended, for a redrive; taken before anything is abandoned */
    private Optional<ObjectNode> lastPosition(ExecutionStatus status) {
        if (status == ExecutionStatus.SUCCEEDED || positionLost) {
            return Optional.empty();
        }
        try {
            return Optional.of(top.snapshot());
        } catch (RuntimeException | StackOverflowError e) {
            LOG.error("Where execution {} ended cannot be written down", start.arn(), e);
            return Optional.empty();
        }
    }

    boolean isSuspended() {
        return suspended;
    }

    boolean isClosed() {
        return suspended || state.status().isClosed();
    }

    /** Queues a step of this turn. */
    void later(Runnable step) {
        turns.later(step);
    }

    /** Queues a side effect, for after the turn was saved. */
    void afterSave(Runnable effect) {
        turns.afterSave(effect);
    }

    /** Sets a timer whose action is a turn. */
    RunTimer timer(Instant due, Runnable action) {
        RunTimer timer = new RunTimer();
        afterSave(() -> {
            if (!timer.isCancelled()) {
                timer.set(host.loop().schedule(due, () -> turn(action)));
            }
        });
        return timer;
    }

    /** The time-out of the whole. */
    ExecutionTimeout timeout() {
        return timeout;
    }

    /** Writes an event. */
    long event(EventType type, long previousEventId, ObjectNode details) {
        return history.add(type, previousEventId, details);
    }

    Instant now() {
        return host.loop().clock().instant();
    }

    Chance chance() {
        return host.chance();
    }

    EventLoop loop() {
        return host.loop();
    }

    Redrives redrives() {
        return redrives;
    }

    /** The region that the state machine's ARN names. */
    String region() {
        return start.stateMachineArn().split(":", -1)[3];
    }

    /** The integration of a Resource; one that fails, if there is none any more since the state machine was accepted. */
    TaskIntegration integration(String resource) {
        return host.integrations()
                .find(resource)
                .orElse((request, progress) -> RunningTask.of(
                        CompletableFuture.completedFuture(TaskOutcome.failed(
                                StateError.RUNTIME, "There is no integration for the resource " + resource)),
                        () -> {}));
    }
}
