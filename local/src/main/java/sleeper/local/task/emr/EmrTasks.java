package sleeper.local.task.emr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import sleeper.core.util.FailureWords;
import sleeper.local.task.FaultyCall;
import sleeper.local.task.ServiceFaults;
import sleeper.stepfunctions.task.RunningTask;
import sleeper.stepfunctions.task.TaskIntegration;
import sleeper.stepfunctions.task.TaskOutcome;
import sleeper.stepfunctions.task.TaskProgress;
import sleeper.stepfunctions.task.TaskRequest;

/**
 * What state machines ask of {@link Emr}: {@code elasticmapreduce:createCluster.sync}, {@code addStep.sync}, {@code cancelStep} and
 * {@code terminateCluster.sync}. As on AWS, a cluster stays when the execution that waits for it is stopped; a step is cancelled.
 *
 * <p>Virtual time goes on while a Task waits for a cluster; it stands still for as long as what runs on this machine.
 */
public final class EmrTasks {
    public static final String CREATE_CLUSTER = "elasticmapreduce:createCluster.sync";
    public static final String ADD_STEP = "elasticmapreduce:addStep.sync";
    public static final String CANCEL_STEP = "elasticmapreduce:cancelStep";
    public static final String TERMINATE_CLUSTER = "elasticmapreduce:terminateCluster.sync";

    private final Emr emr;

    public EmrTasks(Emr emr) {
        this.emr = emr;
    }

    /** @return the integrations, by service and action */
    public Map<String, TaskIntegration> integrations() {
        return Map.of(
                CREATE_CLUSTER,
                        (request, progress) -> of(
                                "RunJobFlow",
                                fault -> createCluster(request, FaultyCall.heard(fault, progress), fault)),
                ADD_STEP,
                        (request, progress) -> of(
                                "AddJobFlowSteps", fault -> addStep(request, FaultyCall.heard(fault, progress), fault)),
                CANCEL_STEP, (request, progress) -> of("CancelSteps", fault -> cancelStep(request)),
                TERMINATE_CLUSTER,
                        (request, progress) -> of(
                                "TerminateJobFlows",
                                fault -> terminateCluster(request, FaultyCall.heard(fault, progress))));
    }

    /** Does what is asked for, given what is to become of what it creates. */
    @FunctionalInterface
    private interface Work {
        RunningTask begin(Optional<ServiceFaults.Fault> fate);
    }

    private RunningTask of(String action, Work work) {
        Optional<ServiceFaults.Fault> fault = emr.faults().take(action);
        return FaultyCall.task(fault, () -> work.begin(fault));
    }

    private RunningTask createCluster(TaskRequest request, TaskProgress progress, Optional<ServiceFaults.Fault> fate) {
        EmrRequests.checkRunJobFlow(request.parameters());
        EmrCluster cluster;
        try {
            cluster = emr.clusters().run(request.parameters(), fate);
        } catch (IOException e) {
            throw EmrErrors.internal(FailureWords.of(e));
        }
        ObjectNode created = JsonNodeFactory.instance.objectNode().put("ClusterId", cluster.id());
        progress.submitted(created);
        return RunningTask.inVirtualTime(
                emr.clusters()
                        .ready(cluster.id())
                        .thenApply(now -> now.state().isReady()
                                ? TaskOutcome.succeeded(created)
                                : TaskOutcome.failed(
                                        "States.TaskFailed", describe(now).toString())),
                () -> {});
    }

    private RunningTask terminateCluster(TaskRequest request, TaskProgress progress) {
        EmrCluster cluster = cluster(request.parameters());
        if (cluster.isTerminationProtected() && !cluster.state().isOver()) {
            throw EmrErrors.validation(
                    "Could not shut down one or more job flows since they are termination protected.");
        }
        emr.clusters().terminate(cluster.id(), "USER_REQUEST", "Terminated by user request", false);
        progress.submitted(JsonNodeFactory.instance.objectNode());
        return RunningTask.inVirtualTime(
                emr.clusters().ended(cluster.id()).thenApply(now -> TaskOutcome.succeeded(describe(now))), () -> {});
    }

    private EmrCluster cluster(JsonNode parameters) {
        return emr.clusters()
                .find(parameters.path("ClusterId").asText())
                .orElseThrow(() -> EmrErrors.validation("Specified job flow ID does not exist."));
    }

    private static ObjectNode describe(EmrCluster cluster) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("ClusterId", cluster.id());
        json.putObject("Cluster")
                .put("Id", cluster.id())
                .put("Name", cluster.name())
                .set("Status", cluster.status());
        return json;
    }

    private RunningTask addStep(TaskRequest request, TaskProgress progress, Optional<ServiceFaults.Fault> fate) {
        EmrRequests.checkAddStep(request.parameters());
        EmrCluster cluster = cluster(request.parameters());
        EmrRequests.checkAgainst(cluster, request.parameters().path("Step"));
        EmrStep step;
        try {
            step = emr.steps().add(cluster, request.parameters().path("Step"), fate);
        } catch (IOException e) {
            throw EmrErrors.internal(FailureWords.of(e));
        }
        progress.submitted(JsonNodeFactory.instance.objectNode().put("StepId", step.id()));
        if (step.state() == StepState.PENDING) {
            // It waits for others on this machine, too, which are not on the cluster that it stands for.
            CompletableFuture<Void> unused = emr.steps()
                    .whenQueued(step.portId())
                    .thenAccept(now -> {
                        if (now.state() == StepState.PENDING) {
                            progress.waits();
                            CompletableFuture<Void> unusedToo =
                                    emr.steps().begun(now.portId()).thenAccept(then -> progress.begins());
                        }
                    });
        }
        return RunningTask.inVirtualTime(
                emr.steps().ended(step.portId()).thenApply(EmrTasks::outcome),
                () -> emr.steps().cancel(step.portId(), "the state machine stopped waiting for it"));
    }

    private static TaskOutcome outcome(EmrStep step) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("StepId", step.id());
        json.set("Step", step.description());
        return step.state() == StepState.COMPLETED
                ? TaskOutcome.succeeded(json)
                : TaskOutcome.failed("States.TaskFailed", json.toString());
    }

    private RunningTask cancelStep(TaskRequest request) {
        EmrCluster cluster = cluster(request.parameters());
        String id = request.parameters().path("StepId").asText();
        String portId = cluster.id() + "/" + id;
        if (emr.steps().find(portId).isEmpty()) {
            throw EmrErrors.validation("Step id '" + id + "' is not valid.");
        }
        boolean submitted = emr.steps().cancel(portId, "Cancelled by user request");
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.putObject("CancelStepsInfo")
                .put("StepId", id)
                .put("Status", submitted ? "SUBMITTED" : "FAILED")
                .put("Reason", submitted ? "" : "The step has ended already.");
        return RunningTask.inVirtualTime(CompletableFuture.completedFuture(TaskOutcome.succeeded(json)), () -> {});
    }
}
