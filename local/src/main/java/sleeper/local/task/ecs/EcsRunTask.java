package sleeper.local.task.ecs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import sleeper.core.util.FailureWords;
import sleeper.stepfunctions.task.RunningTask;
import sleeper.stepfunctions.task.TaskFailedException;
import sleeper.stepfunctions.task.TaskIntegration;
import sleeper.stepfunctions.task.TaskOutcome;
import sleeper.stepfunctions.task.TaskProgress;
import sleeper.stepfunctions.task.TaskRequest;

/**
 * {@code ecs:runTask.sync}: the container is a child JVM that runs the task's own main with the override's command as its
 * arguments. A process that ends with another exit code than 0 fails the state with {@code States.TaskFailed} and the task's
 * description as cause, as ECS does. A task that waits for its turn is submitted, PROVISIONING.
 *
 * <p>The end of a process that was ended by a signal is held back for a moment: what ends a session, a group of processes or a
 * machine sends the signal to this process too, in any order, and then the task was interrupted with it and is to run again. Whoever
 * closes the state machines in that moment is told of no end.
 */
public final class EcsRunTask implements TaskIntegration {
    /** The service and action that it stands in for. */
    public static final String ACTION = "ecs:runTask.sync";

    /** How long this process may take to hear of a signal that has ended a task, and to close its state machines, in seconds. */
    private static final long HELD_BACK_SECONDS = 5;

    /** What Step Functions says that it is, whatever a definition says. */
    private static final String STARTER = "AWS Step Functions";

    /** ECS developer guide, "Group related Amazon ECS tasks". */
    private static final int LONGEST_GROUP = 255;

    private final String taskDefinitionArn;
    private final String mainClass;
    private final EcsTasks tasks;
    private final Path logs;
    private final Executor afterSignal;

    /**
     * @param taskDefinitionArn the one task definition there is
     * @param mainClass         what its image runs
     * @param tasks             where the tasks are kept
     * @param logs              folder of the tasks' output, a file each
     */
    public EcsRunTask(String taskDefinitionArn, String mainClass, EcsTasks tasks, Path logs) {
        this(
                taskDefinitionArn,
                mainClass,
                tasks,
                logs,
                CompletableFuture.delayedExecutor(HELD_BACK_SECONDS, TimeUnit.SECONDS));
    }

    /** @param afterSignal runs what it is given once a signal that has ended a task would have closed the state machines too */
    EcsRunTask(String taskDefinitionArn, String mainClass, EcsTasks tasks, Path logs, Executor afterSignal) {
        this.taskDefinitionArn = taskDefinitionArn;
        this.mainClass = mainClass;
        this.tasks = tasks;
        this.logs = logs;
        this.afterSignal = afterSignal;
    }

    @Override
    public RunningTask start(TaskRequest request, TaskProgress progress) {
        JsonNode parameters = request.parameters();
        if (!parameters.path("TaskDefinition").asText().equals(taskDefinitionArn)) {
            throw new TaskFailedException("ECS.ClientException", "TaskDefinition not found.");
        }
        String group = group(parameters);
        JsonNode override = parameters.at("/Overrides/ContainerOverrides/0");
        List<String> arguments = new ArrayList<>();
        override.path("Command").forEach(argument -> arguments.add(argument.asText()));
        EcsTask started;
        try {
            started = tasks.run(group, mainClass, arguments, logs);
        } catch (IOException e) {
            throw notStarted(e);
        }
        ObjectNode task = JsonNodeFactory.instance.objectNode();
        task.put("TaskArn", started.arn());
        task.put("Group", group);
        task.put("StartedBy", STARTER);
        task.put("ClusterArn", parameters.path("Cluster").asText());
        task.put("TaskDefinitionArn", taskDefinitionArn);
        task.put("LaunchType", parameters.path("LaunchType").asText());
        ObjectNode container = task.putArray("Containers").addObject();
        container.put("Name", override.path("Name").asText());
        ObjectNode submitted = JsonNodeFactory.instance.objectNode();
        submitted.putArray("Failures");
        submitted.putArray("Tasks").add(task.deepCopy().put("LastStatus", "PROVISIONING"));
        progress.submitted(submitted);
        if (!started.begun().isDone()) {
            progress.waits();
            CompletableFuture<Void> unused = started.begun().thenRun(progress::begins);
        }
        return RunningTask.of(
                started.ended()
                        .handle((end, failure) -> {
                            if (failure != null) {
                                throw notStarted(failure);
                            }
                            return end;
                        })
                        .thenCompose(this::heldBack)
                        .thenApply(end -> outcome(task, container, end)),
                () -> tasks.end(started.arn(), "the state machine stopped waiting for it"));
    }

    private CompletableFuture<TaskEnd> heldBack(TaskEnd end) {
        return end.isBySignal()
                ? CompletableFuture.supplyAsync(() -> end, afterSignal)
                : CompletableFuture.completedFuture(end);
    }

    private static TaskFailedException notStarted(Throwable failure) {
        return new TaskFailedException(
                "AmazonECS.Unknown", "The task could not be started: " + FailureWords.of(failure));
    }

    /** An execution that an older version began has a definition which says by what the task is started instead. */
    private static String group(JsonNode parameters) {
        String group =
                parameters.path("Group").asText(parameters.path("StartedBy").asText());
        if (group.length() > LONGEST_GROUP) {
            throw new TaskFailedException(
                    "ECS.InvalidParameterException",
                    "Group has " + group.length() + " characters; allowed: at most " + LONGEST_GROUP);
        }
        return group;
    }

    private static TaskOutcome outcome(ObjectNode task, ObjectNode container, TaskEnd end) {
        container.put("LastStatus", "STOPPED");
        task.put("LastStatus", "STOPPED");
        if (end.whyNotRun().isPresent()) {
            task.put("StopCode", "UserInitiated")
                    .put("StoppedReason", end.whyNotRun().get());
            return TaskOutcome.failed("States.TaskFailed", task.toString());
        }
        int exitCode = end.exitCode().orElseThrow();
        container.put("ExitCode", exitCode);
        task.put("StopCode", "EssentialContainerExited");
        task.put("StoppedReason", "Essential container in task exited");
        return exitCode == 0 ? TaskOutcome.succeeded(task) : TaskOutcome.failed("States.TaskFailed", task.toString());
    }
}
