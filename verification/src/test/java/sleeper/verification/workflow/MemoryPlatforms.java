package sleeper.verification.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import sleeper.core.job.AttemptId;
import sleeper.core.platform.ResourceKind;
import sleeper.core.resource.ResourceService;
import sleeper.core.resource.ResourceStage;
import sleeper.stepfunctions.task.TaskFailedException;
import sleeper.stepfunctions.task.TaskIntegration;
import sleeper.testkit.resource.InMemoryResources;

/**
 * The services that Spark runs on, in memory: what is created there bears the attempt's name, is listed and ended, and a run's work is
 * that of the ingest task, within this process. The states around it are what is looked at; Spark itself runs in the tests of the
 * stand-ins.
 */
final class MemoryPlatforms {
    private final Map<ResourceKind, InMemoryResources> resources = new EnumMap<>(ResourceKind.class);
    private final Work work;

    /** A run's work. */
    @FunctionalInterface
    interface Work {
        /** @return whether the attempt has a manifest now */
        boolean run(AttemptId attempt) throws Exception;
    }

    MemoryPlatforms(Work work) {
        this.work = work;
        for (ResourceKind kind : ResourceKind.values()) {
            resources.put(kind, new InMemoryResources(kind));
        }
    }

    InMemoryResources of(ResourceKind kind) {
        return resources.get(kind);
    }

    /** @return services of all kinds but that of the ingest task */
    List<ResourceService> services() {
        return resources.values().stream()
                .filter(service -> service.kind() != ResourceKind.ECS_TASK)
                .<ResourceService>map(service -> service)
                .toList();
    }

    /** @return ids of all that was ever made, of all kinds */
    List<String> made() {
        return resources.values().stream()
                .flatMap(service -> service.made().stream())
                .toList();
    }

    /** @return ids of what has not ended, of all kinds */
    List<String> open() {
        return resources.values().stream()
                .flatMap(service -> service.open().stream())
                .toList();
    }

    Map<String, TaskIntegration> integrations(Executor threads) {
        return Map.of(
                "elasticmapreduce:createCluster.sync",
                calling(threads, this::createCluster),
                "elasticmapreduce:addStep.sync",
                calling(threads, (attempt, parameters) -> run(ResourceKind.EMR_STEP, attempt)),
                "elasticmapreduce:terminateCluster.sync",
                calling(threads, (attempt, parameters) -> {
                    of(ResourceKind.EMR_CLUSTER)
                            .end(parameters.required("ClusterId").textValue(), "asked");
                    return answer();
                }),
                "emr-serverless:startJobRun.sync",
                calling(threads, (attempt, parameters) -> run(ResourceKind.EMR_SERVERLESS_JOB_RUN, attempt)),
                "eks:runJob.sync",
                calling(threads, (attempt, parameters) -> run(ResourceKind.KUBERNETES_JOB, attempt)),
                "eks:call",
                calling(threads, (attempt, parameters) -> pods()));
    }

    private interface Call {
        JsonNode of(AttemptId attempt, JsonNode parameters) throws Exception;
    }

    private static TaskIntegration calling(Executor threads, Call call) {
        return TaskIntegration.calling(
                threads,
                (request, progress) ->
                        call.of(VirtualInstance.attemptOf(request.executionArn()), request.parameters()));
    }

    private JsonNode createCluster(AttemptId attempt, JsonNode parameters) {
        return answer().put("ClusterId", of(ResourceKind.EMR_CLUSTER).create(attempt));
    }

    private JsonNode run(ResourceKind kind, AttemptId attempt) throws Exception {
        String id = of(kind).create(attempt);
        boolean done = false;
        try {
            done = work.run(attempt);
        } finally {
            of(kind).place(
                            id,
                            done ? ResourceStage.SUCCEEDED : ResourceStage.FAILED,
                            done ? "COMPLETED" : "FAILED",
                            done ? "" : "exit code 1");
        }
        if (!done) {
            throw new TaskFailedException("States.TaskFailed", "{\"State\":\"FAILED\"}");
        }
        return answer().put("Id", id);
    }

    private static JsonNode pods() {
        ObjectNode answer = answer().put("StatusCode", 200);
        answer.putObject("ResponseBody")
                .putArray("items")
                .addObject()
                .putObject("status")
                .put("phase", "Running");
        return answer;
    }

    private static ObjectNode answer() {
        return JsonNodeFactory.instance.objectNode();
    }
}
