package sleeper.stepfunctions.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
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
    private static final int STEPS_OF_A_TURN = 1000;
    private static final Duration SAVE_AGAIN_AFTER = Duration.ofSeconds(5);
    private static final String CANNOT_BE_WRITTEN = "The execution cannot be written down: ";

    private final ExecutionHost host;
    private final ExecutionStart start;
    private final HistoryLog history;
    private final Branch top;
    private final Deque<Runnable> steps = new ArrayDeque<>();
    private final ExecutionTimeout timeout;
    private List<Runnable> effects = new ArrayList<>();
    private final Redrives redrives;
    private ExecutionState state;
    private Optional<String> waiting = Optional.empty();
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
        this.timeout = new ExecutionTimeout(this, definition.timeoutSeconds(), this::timeOut);
        this.top = new Branch(this, definition.graph(), Optional.empty(), Variables.none(), Optional.empty(), 0);
        this.state = running();
    }

    private ExecutionState running() {
        return new ExecutionState(
                ExecutionStatus.RUNNING,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                history.size(),
                Optional.empty(),
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
        return waiting;
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
        turn(() -> close(
                ExecutionStatus.ABORTED,
                EventType.EXECUTION_ABORTED,
                0,
                EventDetails.failure(error, cause),
                Optional.empty(),
                error,
                cause));
    }

    /** Ends the work without a trace in the history, so that {@link #resume} can take it up: tasks are cancelled, timers too. */
    public void suspend() {
        suspended = true;
        top.abandon();
        timeout.cancel();
        steps.clear();
        runEffects();
    }

    private void runEffects() {
        List<Runnable> due = effects;
        effects = new ArrayList<>();
        due.forEach(ExecutionRun::runEffect);
    }

    /** Runs a step and all that follow from it, saves, and then lets the effects happen. */
    void turn(Runnable step) {
        if (!isClosed()) {
            steps.add(step);
            runSteps();
        }
    }

    private void runSteps() {
        try {
            for (int i = 0; i < STEPS_OF_A_TURN && !steps.isEmpty(); i++) {
                steps.remove().run();
            }
        } catch (HistoryLog.FullException e) {
            fail(StateError.of(StateError.RUNTIME, e.getMessage()), history.size());
        } catch (RuntimeException | Error e) {
            LOG.error("Execution {} cannot go on", start.arn(), e);
            fail(StateError.of(StateError.RUNTIME, "The interpreter failed: " + e), history.size());
        }
        save();
        if (!steps.isEmpty()) {
            host.loop().execute(() -> {
                if (!isClosed()) {
                    runSteps();
                }
            });
        }
    }

    private void save() {
        if (suspended) {
            return;
        }
        try {
            if (!isClosed()) {
                state = open();
            }
            host.save(start, state, history.unsaved());
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof CharacterCodingException) {
                endUnsavable(e);
            } else {
                waitToBeSaved(e);
            }
            return;
        } catch (RuntimeException | StackOverflowError e) {
            endUnsavable(e);
            return;
        }
        saved();
    }

    private void saved() {
        history.markSaved();
        if (waiting.isPresent()) {
            LOG.info("Execution {} could be saved again", start.arn());
            waiting = Optional.empty();
        }
        runEffects();
        if (isClosed()) {
            host.closed(start, state);
        }
    }

    /** An execution that was never saved has not started; another one waits until it can be saved. */
    private void waitToBeSaved(UncheckedIOException e) {
        if (history.saved().isEmpty()) {
            throw e;
        }
        boolean waits = waiting.isPresent();
        waiting = Optional.of("It could not be saved and waits until it can be: " + e.getMessage() + ": "
                + e.getCause().getMessage() + ". It goes on by itself, and can be stopped.");
        if (state.status() == ExecutionStatus.ABORTED) {
            // A person stopped it, and need not make room first.
            runEffects();
        }
        if (!waits) {
            LOG.error("Execution {} could not be saved and waits until it can be", start.arn(), e);
            saveAgainLater();
        }
    }

    private void saveAgainLater() {
        host.loop().schedule(now().plus(SAVE_AGAIN_AFTER), () -> {
            if (waiting.isPresent() && !suspended) {
                save();
                if (waiting.isPresent()) {
                    saveAgainLater();
                }
            }
        });
    }

    /** What can never be saved ends the execution, without it: the end is told, and nothing can be redriven. */
    private void endUnsavable(Throwable e) {
        LOG.error("The state of execution {} cannot be written down", start.arn(), e);
        positionLost = true;
        if (isClosed() && state.position().isPresent()) {
            state = state.withoutPosition();
            save();
            return;
        }
        history.dropUnsaved();
        state = running();
        fail(StateError.of(StateError.RUNTIME, CANNOT_BE_WRITTEN + e), history.size());
        try {
            host.save(start, state, history.unsaved());
        } catch (UncheckedIOException full) {
            waitToBeSaved(full);
            return;
        }
        saved();
    }

    private static void runEffect(Runnable effect) {
        try {
            effect.run();
        } catch (RuntimeException | Error e) {
            LOG.error("An effect of an execution failed", e);
        }
    }

    private ExecutionState open() {
        ObjectNode position = top.snapshot();
        timeout.writeTo(position);
        return new ExecutionState(
                ExecutionStatus.RUNNING,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                history.size(),
                Optional.of(position),
                false,
                redrives);
    }

    /** From when its time-out counts: a redrive begins it anew. */
    Instant runsSince() {
        return redrives.last().orElse(start.startDate());
    }

    private void timeOut() {
        close(
                ExecutionStatus.TIMED_OUT,
                EventType.EXECUTION_TIMED_OUT,
                0,
                EventDetails.none(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    void succeed(JsonNode output, long previousEventId) {
        String text = Json.write(output);
        close(
                ExecutionStatus.SUCCEEDED,
                EventType.EXECUTION_SUCCEEDED,
                previousEventId,
                EventDetails.succeeded(text),
                Optional.of(text),
                Optional.empty(),
                Optional.empty());
    }

    void fail(StateError error, long previousEventId) {
        close(
                ExecutionStatus.FAILED,
                EventType.EXECUTION_FAILED,
                previousEventId,
                EventDetails.failure(error.error(), error.cause()),
                Optional.empty(),
                error.error(),
                error.cause());
    }

    private void close(
            ExecutionStatus status,
            EventType type,
            long previousEventId,
            ObjectNode details,
            Optional<String> output,
            Optional<String> error,
            Optional<String> cause) {
        if (isClosed()) {
            return;
        }
        history.end(type, previousEventId, details);
        Optional<ObjectNode> position = lastPosition(status);
        top.abandon();
        timeout.cancel();
        steps.clear();
        state = new ExecutionState(
                status, Optional.of(now()), output, error, cause, history.size(), position, false, redrives);
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

    boolean isClosed() {
        return suspended || state.status().isClosed();
    }

    /** Queues a step of this turn. */
    void later(Runnable step) {
        steps.add(step);
    }

    /** Queues a side effect, for after the turn was saved. */
    void afterSave(Runnable effect) {
        effects.add(effect);
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
