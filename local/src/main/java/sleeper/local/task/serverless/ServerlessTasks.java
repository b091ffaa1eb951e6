package sleeper.local.task.serverless;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import sleeper.core.util.FailureWords;
import sleeper.local.task.FaultyCall;
import sleeper.local.task.ServiceFaults;
import sleeper.stepfunctions.task.RunningTask;
import sleeper.stepfunctions.task.TaskIntegration;
import sleeper.stepfunctions.task.TaskOutcome;
import sleeper.stepfunctions.task.TaskProgress;
import sleeper.stepfunctions.task.TaskRequest;

/**
 * What state machines ask of {@link Serverless}: {@code emr-serverless:startJobRun.sync}, {@code cancelJobRun} and
 * {@code cancelJobRun.sync}. A run is cancelled when the execution that waits for it is stopped.
 */
public final class ServerlessTasks {
    public static final String START_JOB_RUN = "emr-serverless:startJobRun.sync";
    public static final String CANCEL_JOB_RUN = "emr-serverless:cancelJobRun";
    public static final String CANCEL_JOB_RUN_AND_WAIT = "emr-serverless:cancelJobRun.sync";

    private final Serverless serverless;

    public ServerlessTasks(Serverless serverless) {
        this.serverless = serverless;
    }

    /** @return the integrations, by service and action */
    public Map<String, TaskIntegration> integrations() {
        return Map.of(
                START_JOB_RUN,
                        (request, progress) ->
                                of("StartJobRun", fault -> start(request, FaultyCall.heard(fault, progress), fault)),
                CANCEL_JOB_RUN, (request, progress) -> of("CancelJobRun", fault -> cancel(request, false)),
                CANCEL_JOB_RUN_AND_WAIT, (request, progress) -> of("CancelJobRun", fault -> cancel(request, true)));
    }

    private RunningTask of(String action, Function<Optional<ServiceFaults.Fault>, RunningTask> work) {
        Optional<ServiceFaults.Fault> fault = serverless.faults().take(action);
        return FaultyCall.task(fault, () -> work.apply(fault));
    }

    private RunningTask start(TaskRequest request, TaskProgress progress, Optional<ServiceFaults.Fault> fate) {
        RunRequests.checkStart(request.parameters());
        requireApplication(request.parameters().path("ApplicationId").asText());
        JobRun run;
        try {
            run = serverless.runs().start(request.parameters(), fate);
        } catch (IOException e) {
            throw ServerlessErrors.internal(FailureWords.of(e));
        }
        progress.submitted(run.description().retain("ApplicationId", "JobRunId", "Arn"));
        // It waits for others on this machine, too, which are not in the application that it stands for.
        CompletableFuture<Void> unused = serverless.runs().whenQueued(run.id()).thenAccept(now -> {
            if (now.state() == JobRunState.SCHEDULED) {
                progress.waits();
                CompletableFuture<Void> unusedToo =
                        serverless.runs().begun(now.id()).thenAccept(then -> progress.begins());
            }
        });
        return RunningTask.inVirtualTime(
                serverless.runs().ended(run.id()).thenApply(ServerlessTasks::outcome),
                () -> serverless.runs().cancel(run.id(), "the state machine stopped waiting for it"));
    }

    private static TaskOutcome outcome(JobRun run) {
        ObjectNode json = run.description();
        return run.state() == JobRunState.SUCCESS
                ? TaskOutcome.succeeded(json)
                : TaskOutcome.failed("States.TaskFailed", json.toString());
    }

    private RunningTask cancel(TaskRequest request, boolean waits) {
        RunRequests.checkCancel(request.parameters());
        requireApplication(request.parameters().path("ApplicationId").asText());
        String id = request.parameters().path("JobRunId").asText();
        JobRun run = serverless
                .runs()
                .find(id)
                .orElseThrow(() -> ServerlessErrors.notFound("Job run " + id + " does not exist"));
        if (!serverless.runs().cancel(id, "Cancelled by user request") && !waits) {
            throw ServerlessErrors.validation(
                    "Job run " + id + " is in state " + run.state() + " and cannot be cancelled.");
        }
        CompletableFuture<JobRun> until = waits ? serverless.runs().ended(id) : CompletableFuture.completedFuture(run);
        return RunningTask.inVirtualTime(until.thenApply(now -> TaskOutcome.succeeded(now.description())), () -> {});
    }

    private void requireApplication(String id) {
        if (!id.equals(serverless.application().id())) {
            throw ServerlessErrors.notFound("Application " + id + " does not exist");
        }
    }
}
