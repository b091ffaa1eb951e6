package sleeper.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import sleeper.stepfunctions.task.RunningTask;
import sleeper.stepfunctions.task.TaskIntegration;
import sleeper.stepfunctions.task.TaskIntegrations;
import sleeper.stepfunctions.task.TaskOutcome;
import sleeper.stepfunctions.task.TaskProgress;
import sleeper.stepfunctions.task.TaskRequest;

/** An integration whose attempts do what a test has said, one after the other; without a script they echo their parameters. */
public final class ScriptedIntegration implements TaskIntegration {
    /** The Resource that tests use. */
    public static final String RESOURCE = "arn:aws:states:::ecs:runTask.sync";

    private final Deque<BiFunction<TaskRequest, TaskProgress, CompletableFuture<TaskOutcome>>> script =
            new ArrayDeque<>();
    private final List<TaskRequest> requests = new ArrayList<>();
    private final List<CompletableFuture<TaskOutcome>> outcomes = new ArrayList<>();
    private int cancelled;

    public ScriptedIntegration thenFail(String error, String cause) {
        return thenDo((request, progress) -> CompletableFuture.completedFuture(TaskOutcome.failed(error, cause)));
    }

    public ScriptedIntegration thenReturn(JsonNode output) {
        return thenDo((request, progress) -> CompletableFuture.completedFuture(TaskOutcome.succeeded(output)));
    }

    public ScriptedIntegration thenHang() {
        return thenDo((request, progress) -> new CompletableFuture<>());
    }

    public ScriptedIntegration thenDo(BiFunction<TaskRequest, TaskProgress, CompletableFuture<TaskOutcome>> behaviour) {
        script.add(behaviour);
        return this;
    }

    @Override
    public RunningTask start(TaskRequest request, TaskProgress progress) {
        requests.add(request);
        CompletableFuture<TaskOutcome> outcome = script.isEmpty()
                ? CompletableFuture.completedFuture(TaskOutcome.succeeded(request.parameters()))
                : script.remove().apply(request, progress);
        outcomes.add(outcome);
        return RunningTask.inVirtualTime(outcome, () -> cancelled++);
    }

    public List<TaskRequest> requests() {
        return requests;
    }

    /** The outcome of the attempt of that number, from 0. */
    public CompletableFuture<TaskOutcome> outcome(int attempt) {
        return outcomes.get(attempt);
    }

    public int cancelled() {
        return cancelled;
    }

    public TaskIntegrations registered() {
        return TaskIntegrations.builder()
                .with(RESOURCE, this)
                .with("arn:aws:lambda:*", this)
                .build();
    }
}
