package sleeper.local.task.eks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sleeper.core.resource.json.KubernetesJob;
import sleeper.local.task.FaultyCall;
import sleeper.local.task.eks.api.Accounts;
import sleeper.local.task.eks.api.ApiAnswer;
import sleeper.local.task.eks.api.ApiRequest;
import sleeper.local.task.eks.objects.Meta;
import sleeper.local.task.eks.objects.ObjectKey;
import sleeper.local.task.eks.objects.ObjectKind;
import sleeper.stepfunctions.task.RunningTask;
import sleeper.stepfunctions.task.TaskFailedException;
import sleeper.stepfunctions.task.TaskIntegration;
import sleeper.stepfunctions.task.TaskOutcome;
import sleeper.stepfunctions.task.TaskProgress;
import sleeper.stepfunctions.task.TaskRequest;

/**
 * {@code eks:runJob.sync}: creates a Job and waits for its end. A Job that fails fails the state with {@code States.TaskFailed} and the
 * Job as cause; a name that exists, with {@code EKS.409}. A Task that is stopped or timed out leaves the Job running, as Step Functions
 * does: the Job ends only when it is deleted.
 *
 * <p>A Task that was interrupted with an earlier process of the services, and is started again, goes on waiting for its Job. It is known
 * by the annotation {@value #ASKED_BY}.
 */
final class EksRunJob implements TaskIntegration {
    /** Names the execution and the state that a Job was created by. */
    static final String ASKED_BY = "sleeper.local/asked-by";

    private static final Logger LOG = LoggerFactory.getLogger(EksRunJob.class);
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final EksCluster cluster;

    EksRunJob(EksCluster cluster) {
        this.cluster = cluster;
    }

    @Override
    public RunningTask start(TaskRequest request, TaskProgress progress) {
        JsonNode parameters = request.parameters();
        ClusterParameters.require(parameters, cluster);
        ObjectNode job = manifest(parameters);
        String namespace = parameters.path("Namespace").asText("default");
        String asker = request.executionArn() + "#" + request.stateName();
        ObjectKey key = new ObjectKey(ObjectKind.JOB, namespace, Meta.name(job));
        return FaultyCall.task(
                cluster.faults().services().take(EksFaults.CREATE_JOB), () -> start(key, job, asker, progress));
    }

    private RunningTask start(ObjectKey key, ObjectNode job, String asker, TaskProgress progress) {
        Optional<ObjectNode> interrupted = cluster.takeInterrupted(key)
                .filter(found -> Meta.annotation(found, ASKED_BY).equals(Optional.of(asker)));
        interrupted.ifPresent(found -> LOG.info("Job {} is awaited again", key.name()));
        JsonNode created = interrupted.isPresent() ? interrupted.get() : create(key.namespace(), job, asker);
        progress.submitted(created);
        CompletableFuture<TaskOutcome> outcome = new CompletableFuture<>();
        look(key, Meta.uid(created), outcome);
        // The node holds time up while a process runs; until then it goes on.
        return RunningTask.inVirtualTime(outcome, () -> outcome.cancel(false));
    }

    private static ObjectNode manifest(JsonNode parameters) {
        JsonNode job = parameters.path("Job");
        try {
            if ((job.isTextual() ? JSON.readTree(job.asText()) : job.deepCopy()) instanceof ObjectNode manifest) {
                return manifest;
            }
        } catch (JsonProcessingException e) {
            throw new TaskFailedException("EKS.400", "The Job is no JSON: " + e.getOriginalMessage());
        }
        throw new TaskFailedException("States.Runtime", "The field 'Job' is required but was missing.");
    }

    private JsonNode create(String namespace, ObjectNode job, String asker) {
        job.withObjectProperty("metadata").withObjectProperty("annotations").put(ASKED_BY, asker);
        ApiRequest request = new ApiRequest(
                Accounts.ADMINISTRATOR,
                "POST",
                "/apis/batch/v1/namespaces/" + namespace + "/jobs",
                Map.of(),
                "application/json",
                job.toString());
        return ((ApiAnswer.Body) EksCall.answer(cluster, request)).json();
    }

    /** Step Functions looks now and then; here more often. */
    private void look(ObjectKey key, String uid, CompletableFuture<TaskOutcome> outcome) {
        if (outcome.isDone()) {
            return;
        }
        Optional<ObjectNode> job = cluster.faults().isAway()
                ? Optional.empty()
                : cluster.store().find(key).filter(found -> Meta.uid(found).equals(uid));
        if (job.isEmpty() && !cluster.faults().isAway()) {
            outcome.complete(TaskOutcome.failed(
                    "EKS.404", "jobs.batch \"" + key.name() + "\" not found: it was deleted while it was waited for"));
        } else if (job.flatMap(KubernetesJob::end).isPresent()) {
            outcome.complete(
                    KubernetesJob.isComplete(job.get())
                            ? TaskOutcome.succeeded(job.get())
                            : TaskOutcome.failed("States.TaskFailed", job.get().toString()));
        } else {
            cluster.loop().schedule(cluster.loop().clock().instant().plus(LOOK), () -> look(key, uid, outcome));
        }
    }
}
