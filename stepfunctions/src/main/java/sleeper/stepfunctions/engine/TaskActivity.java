package sleeper.stepfunctions.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import sleeper.stepfunctions.definition.Quantity;
import sleeper.stepfunctions.definition.TaskState;
import sleeper.stepfunctions.expression.Expression;
import sleeper.stepfunctions.expression.Json;
import sleeper.stepfunctions.expression.Scope;
import sleeper.stepfunctions.task.RunningTask;
import sleeper.stepfunctions.task.TaskIntegration;
import sleeper.stepfunctions.task.TaskOutcome;
import sleeper.stepfunctions.task.TaskProgress;
import sleeper.stepfunctions.task.TaskRequest;
import sleeper.stepfunctions.task.TaskResource;
import sleeper.stepfunctions.time.EventLoop;

/** One attempt of a Task: waiting for its integration. After a restart the attempt is made again. */
final class TaskActivity implements Activity, TaskProgress {
    static final String KIND = "task";
    private static final BigDecimal MAX_SECONDS = BigDecimal.valueOf(99_999_999);

    private final Branch branch;
    private final TaskState state;
    private final TaskEvents events;
    private OptionalLong timeoutSeconds = OptionalLong.empty();
    private OptionalLong heartbeatSeconds = OptionalLong.empty();
    private Optional<RunTimer> timeout = Optional.empty();
    private Optional<RunTimer> heartbeat = Optional.empty();
    private Optional<RunningTask> running = Optional.empty();
    private EventLoop.Work work = () -> {};
    private boolean waiting;

    TaskActivity(Branch branch, TaskState state) {
        this.branch = branch;
        this.state = state;
        this.events = new TaskEvents(branch, TaskResource.parse(state.resource()));
    }

    @Override
    public ObjectNode snapshot() {
        return Json.object().put("kind", KIND);
    }

    @Override
    public void start() {
        branch.useTaskToken(branch.run().chance().uuids().get().toString());
        DataSteps steps = branch.steps();
        Scope raw = branch.scope(branch.rawInput());
        Scope selected = raw.withRoot(steps.selectInput(raw));
        timeoutSeconds = seconds("TimeoutSecondsPath", state.timeout(), selected);
        heartbeatSeconds = seconds("HeartbeatSecondsPath", state.heartbeat(), selected);
        JsonNode parameters = steps.effectiveInput(selected);
        String parametersText = Json.write(parameters);
        DataSteps.checkSize(parametersText, state.name());
        events.scheduled(parametersText, timeoutSeconds, heartbeatSeconds);
        TaskRequest request = new TaskRequest(
                branch.run().start().arn(),
                state.name(),
                state.resource(),
                parameters,
                branch.retries().count(),
                branch.taskToken().orElseThrow(),
                timeoutSeconds,
                heartbeatSeconds);
        branch.run().afterSave(() -> call(request));
        setTimers();
    }

    private void setTimers() {
        timeoutSeconds.ifPresent(seconds -> timeout = Optional.of(timer(seconds, false)));
        restartHeartbeat();
    }

    private void call(TaskRequest request) {
        if (!branch.isAt(this)) {
            return;
        }
        TaskIntegration integration = branch.run().integration(state.resource());
        try {
            RunningTask task = integration.start(request, this);
            running = Optional.of(task);
            if (task.holdsVirtualTime()) {
                work = branch.run().loop().beginWork();
            }
            task.outcome().whenComplete((outcome, failure) -> {
                post(() -> ended(failure == null ? outcome : TaskOutcome.failed(failure)));
                work.end();
            });
        } catch (RuntimeException | Error e) {
            post(() -> ended(TaskOutcome.failed(e)));
        }
    }

    @Override
    public void submitted(JsonNode output) {
        post(() -> {
            if (branch.isAt(this)) {
                events.submitted(Json.write(output));
            }
        });
    }

    @Override
    public void waits() {
        post(() -> {
            if (branch.isAt(this) && !waiting) {
                waiting = true;
                cancelTimers();
                branch.run().timeout().pause();
            }
        });
    }

    @Override
    public void begins() {
        post(() -> {
            if (waiting) {
                waitNoMore();
                setTimers();
            }
        });
    }

    private void waitNoMore() {
        if (waiting) {
            waiting = false;
            branch.run().timeout().goOn();
        }
    }

    @Override
    public void heartbeat() {
        post(() -> {
            if (branch.isAt(this) && !waiting) {
                restartHeartbeat();
            }
        });
    }

    private void restartHeartbeat() {
        heartbeat.ifPresent(RunTimer::cancel);
        heartbeatSeconds.ifPresent(seconds -> heartbeat = Optional.of(timer(seconds, true)));
    }

    private RunTimer timer(long seconds, boolean forHeartbeat) {
        Instant due = branch.run().now().plusSeconds(seconds);
        return branch.run().timer(due, () -> timedOut(forHeartbeat));
    }

    private void timedOut(boolean forHeartbeat) {
        if (branch.isAt(this)) {
            abandon();
            StateError error = StateError.timeout(forHeartbeat);
            events.timedOut(error);
            branch.fail(error, Optional.empty());
        }
    }

    private void ended(TaskOutcome outcome) {
        if (!branch.isAt(this)) {
            return;
        }
        running = Optional.empty();
        waitNoMore();
        cancelTimers();
        if (outcome instanceof TaskOutcome.Succeeded succeeded) {
            String text = Json.write(succeeded.output());
            if (!DataSteps.isTooLarge(text)) {
                events.succeeded(text);
                branch.complete(succeeded.output(), state.transition());
                return;
            }
            failed(StateError.tooLarge(TaskResource.parse(state.resource()).nameInSizeError()));
        } else {
            TaskOutcome.Failed failure = (TaskOutcome.Failed) outcome;
            failed(new StateError(failure.error(), failure.cause()));
        }
    }

    private void failed(StateError error) {
        events.failed(error);
        branch.fail(error, Optional.empty());
    }

    @Override
    public void abandon() {
        waitNoMore();
        cancelTimers();
        running.ifPresent(task -> branch.run().afterSave(() -> {
            task.cancel();
            work.end();
        }));
        running = Optional.empty();
    }

    private void cancelTimers() {
        timeout.ifPresent(RunTimer::cancel);
        heartbeat.ifPresent(RunTimer::cancel);
    }

    private void post(Runnable step) {
        branch.run().loop().execute(() -> branch.run().turn(step));
    }

    private OptionalLong seconds(String field, Optional<Quantity> quantity, Scope scope) {
        if (quantity.isEmpty()) {
            return OptionalLong.empty();
        }
        if (quantity.get() instanceof Quantity.Fixed fixed) {
            return OptionalLong.of(fixed.value().longValueExact());
        }
        Expression expression = ((Quantity.At) quantity.get()).expression();
        DataSteps steps = branch.steps();
        FoundNumber found = FoundNumber.of(steps.evaluate(
                expression,
                scope,
                missing -> "The " + field + " parameter does not reference an input value: " + expression.text()));
        return OptionalLong.of(found.whole()
                .filter(seconds -> seconds.signum() > 0 && seconds.compareTo(MAX_SECONDS) <= 0)
                .orElseThrow(() -> steps.runtime("The " + field
                        + " parameter does not reference a positive integer: " + expression.text() + " == "
                        + found.shown()))
                .longValue());
    }
}
