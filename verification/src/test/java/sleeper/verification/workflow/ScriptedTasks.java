package sleeper.verification.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import sleeper.local.task.ServiceFaults;
import sleeper.statemachine.StateMachineFile;
import sleeper.stepfunctions.LocalStepFunctions;
import sleeper.stepfunctions.task.RunningTask;
import sleeper.stepfunctions.task.TaskIntegration;
import sleeper.stepfunctions.task.TaskOutcome;
import sleeper.stepfunctions.task.TaskProgress;
import sleeper.stepfunctions.task.TaskRequest;
import sleeper.stepfunctions.time.EventLoop;
import sleeper.verification.workflow.VirtualPlatforms.FaultSwitch;

/** Stands before the real integrations and disturbs the Tasks of chosen states: those of a stand-in by its own switch. On the event loop. */
final class ScriptedTasks implements UnaryOperator<TaskIntegration> {
    /** A cluster is starting then, and a driver at work. */
    private static final Duration AT_WORK = Duration.ofSeconds(8);

    private final EventLoop loop;
    private final Supplier<LocalStepFunctions> service;
    private final VirtualPlatforms platforms;
    private final Map<Place, Disturbance> script = new LinkedHashMap<>();
    private final Map<Place, Integer> attempts = new LinkedHashMap<>();
    private final Map<Place, JsonNode> parameters = new LinkedHashMap<>();

    ScriptedTasks(EventLoop loop, VirtualPlatforms platforms, Supplier<LocalStepFunctions> service) {
        this.loop = loop;
        this.platforms = platforms;
        this.service = service;
    }

    void disturb(Place place, Disturbance disturbance) {
        script.put(place, disturbance);
    }

    /** From now on nothing is disturbed. */
    void mend() {
        script.clear();
        platforms.mend();
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
        Optional<FaultSwitch> service = platforms.faultsOf(request.resource());
        if (service.isPresent() && disturbance.fault().isPresent()) {
            service.get().next(disturbance.fault().get());
            return real.start(request, progress);
        }
        return switch (disturbance.kind()) {
            case ABORT_AT_WORK -> stoppedAtWork(real, request, progress);
            case RUN_ON -> {
                platforms.driversHang(true);
                service.orElseThrow().next(new ServiceFaults.Stuck());
                yield real.start(request, progress);
            }
            default -> disturbed(disturbance, real, request, progress);
        };
    }

    private RunningTask stoppedAtWork(TaskIntegration real, TaskRequest request, TaskProgress progress) {
        platforms.driversHang(true); // what is not ended does not end by itself
        RunningTask begun = real.start(request, progress);
        var unused = loop.schedule(loop.clock().instant().plus(AT_WORK), () -> stop(request));
        return begun;
    }

    private void stop(TaskRequest request) {
        var unused = service.get().onLoop().stop(request.executionArn(), Optional.empty(), Optional.empty());
    }

    private RunningTask disturbed(
            Disturbance disturbance, TaskIntegration real, TaskRequest request, TaskProgress progress) {
        CompletableFuture<TaskOutcome> outcome = new CompletableFuture<>();
        if (disturbance.kind().works()) {
            RunningTask begun = real.start(request, progress);
            Optional<EventLoop.Work> held = begun.holdsVirtualTime() ? Optional.of(loop.beginWork()) : Optional.empty();
            var unused = begun.outcome().whenComplete((done, failure) -> {
                loop.execute(() -> end(disturbance, request, done, outcome));
                held.ifPresent(EventLoop.Work::end);
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
            case ABORT, WORK_AND_ABORT -> stop(request);
            case ANSWER ->
                outcome.complete(
                        TaskOutcome.succeeded(disturbance.answer().apply(((TaskOutcome.Succeeded) real).output())));
            case ABORT_AT_WORK, RUN_ON -> throw new IllegalStateException("goes another way");
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
