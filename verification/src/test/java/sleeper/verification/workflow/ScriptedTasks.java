package sleeper.verification.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import sleeper.statemachine.StateMachineFile;
import sleeper.stepfunctions.LocalStepFunctions;
import sleeper.stepfunctions.task.RunningTask;
import sleeper.stepfunctions.task.TaskIntegration;
import sleeper.stepfunctions.task.TaskOutcome;
import sleeper.stepfunctions.task.TaskProgress;
import sleeper.stepfunctions.task.TaskRequest;
import sleeper.stepfunctions.time.EventLoop;

/** Stands before the real integrations and disturbs the Tasks of chosen states. On the event loop. */
final class ScriptedTasks implements UnaryOperator<TaskIntegration> {
    private final EventLoop loop;
    private final Supplier<LocalStepFunctions> service;
    private final Map<Place, Disturbance> script = new LinkedHashMap<>();
    private final Map<Place, Integer> attempts = new LinkedHashMap<>();
    private final Map<Place, JsonNode> parameters = new LinkedHashMap<>();

    ScriptedTasks(EventLoop loop, Supplier<LocalStepFunctions> service) {
        this.loop = loop;
        this.service = service;
    }

    void disturb(Place place, Disturbance disturbance) {
        script.put(place, disturbance);
    }

    /** From now on nothing is disturbed. */
    void mend() {
        script.clear();
    }

    /** @return how often a state's Task was tried */
    int attempts(Place place) {
        return attempts.getOrDefault(place, 0);
    }

    /** @return what a state's Task was last given */
    JsonNode parameters(Place place) {
        return Optional.ofNullable(parameters.get(place))
                .orElseThrow(() -> new IllegalStateException(place + " was never tried"));
    }

    @Override
    public TaskIntegration apply(TaskIntegration real) {
        return (request, progress) -> start(real, request, progress);
    }

    private RunningTask start(TaskIntegration real, TaskRequest request, TaskProgress progress) {
        Place place = new Place(machineOf(request.executionArn()), request.stateName());
        int attempt = attempts.merge(place, 1, Integer::sum);
        parameters.put(place, request.parameters());
        Optional<Disturbance> now = Optional.ofNullable(script.get(place)).filter(found -> attempt <= found.times());
        if (now.isEmpty()) {
            return real.start(request, progress);
        }
        Disturbance disturbance = now.get();
        CompletableFuture<TaskOutcome> outcome = new CompletableFuture<>();
        if (disturbance.kind().works()) {
            EventLoop.Work work = loop.beginWork();
            var unused = real.start(request, progress).outcome().whenComplete((done, failure) -> {
                loop.execute(() -> end(disturbance, request, done, outcome));
                work.end();
            });
        } else {
            loop.execute(() -> end(disturbance, request, null, outcome));
        }
        return RunningTask.inVirtualTime(outcome, () -> {});
    }

    private void end(
            Disturbance disturbance, TaskRequest request, TaskOutcome real, CompletableFuture<TaskOutcome> outcome) {
        switch (disturbance.kind()) {
            case FAIL, LOSE_REPLY -> outcome.complete(TaskOutcome.failed(disturbance.error(), disturbance.cause()));
            case FAIL_LATE -> {
                long seconds = request.timeoutSeconds().orElseThrow() - 1;
                var unused = loop.schedule(
                        loop.clock().instant().plusSeconds(seconds),
                        () -> outcome.complete(TaskOutcome.failed(disturbance.error(), disturbance.cause())));
            }
            case HANG, WORK_AND_HANG -> {}
            case ABORT, WORK_AND_ABORT -> {
                var unused = service.get().onLoop().stop(request.executionArn(), Optional.empty(), Optional.empty());
            }
            case ANSWER ->
                outcome.complete(
                        TaskOutcome.succeeded(disturbance.answer().apply(((TaskOutcome.Succeeded) real).output())));
        }
    }

    static StateMachineFile machineOf(String executionArn) {
        String name = executionArn.split(":")[6];
        return Arrays.stream(StateMachineFile.values())
                .filter(file -> file.machineName().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
