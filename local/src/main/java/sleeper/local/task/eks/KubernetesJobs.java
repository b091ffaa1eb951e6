package sleeper.local.task.eks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sleeper.core.job.AttemptId;
import sleeper.core.platform.KubernetesNames;
import sleeper.core.platform.ResourceKind;
import sleeper.core.resource.Resource;
import sleeper.core.resource.ResourceService;
import sleeper.core.resource.ResourceStage;
import sleeper.local.task.FaultyCall;
import sleeper.local.task.ServiceFaults;
import sleeper.local.task.eks.job.JobStatus;
import sleeper.local.task.eks.objects.ApiException;
import sleeper.local.task.eks.objects.Deletion;
import sleeper.local.task.eks.objects.Deletion.Policy;
import sleeper.local.task.eks.objects.Meta;
import sleeper.local.task.eks.objects.ObjectKey;
import sleeper.local.task.eks.objects.ObjectKind;
import sleeper.local.task.eks.objects.ObjectStore;

/**
 * The Jobs that attempts created, found by the label {@value sleeper.core.platform.KubernetesNames#ATTEMPT_LABEL}; their ids are their
 * names. A Job has ended when none of its pods and of their executors is left running; one that is being deleted, or is gone, has not
 * ended before that either. Safe for use by many threads.
 */
public final class KubernetesJobs implements ResourceService {
    private static final Logger LOG = LoggerFactory.getLogger(KubernetesJobs.class);
    private static final String JOB_NAME = "job-name";

    private final EksCluster cluster;
    private final ObjectStore store;
    private final Deletion deletion;

    public KubernetesJobs(EksCluster cluster) {
        this.cluster = cluster;
        this.store = cluster.store();
        this.deletion = new Deletion(store);
    }

    @Override
    public ResourceKind kind() {
        return ResourceKind.KUBERNETES_JOB;
    }

    @Override
    public List<Resource> find(AttemptId attempt) {
        return answered(EksFaults.LIST_JOBS, () -> list(attempt));
    }

    private List<Resource> list(AttemptId attempt) {
        Instant listed = cluster.loop()
                .clock()
                .instant()
                .minus(cluster.faults().services().listedAfter());
        String label = KubernetesNames.labelValue(attempt);
        Map<String, ObjectNode> jobs = new LinkedHashMap<>();
        jobsOf(label).forEach(job -> jobs.put(Meta.name(job), job));
        List<Resource> found = new ArrayList<>();
        jobs.values().stream()
                .filter(job -> !Meta.createdAt(job).isAfter(listed))
                .forEach(job -> found.add(resource(job, podsOf(Meta.name(job)))));
        // What is left of a Job that is gone.
        podsBy(pod -> label.equals(Meta.labels(pod).get(KubernetesNames.ATTEMPT_LABEL))).stream()
                .map(pod -> Meta.labels(pod).getOrDefault(JOB_NAME, ""))
                .filter(name -> !name.isEmpty() && !jobs.containsKey(name))
                .distinct()
                .flatMap(name -> remains(name).stream())
                .forEach(found::add);
        return found;
    }

    private List<ObjectNode> jobsOf(String label) {
        return store
                .list(
                        ObjectKind.JOB,
                        cluster.namespace(),
                        job -> label.equals(Meta.labels(job).get(KubernetesNames.ATTEMPT_LABEL)))
                .stream()
                .sorted(Comparator.comparing(Meta::createdAt))
                .toList();
    }

    @Override
    public Optional<Resource> describe(String id) {
        return answered(
                EksFaults.READ_JOB,
                () -> store.find(key(id)).map(job -> resource(job, podsOf(id))).or(() -> remains(id)));
    }

    @Override
    public void end(String id, String reason) {
        boolean unused = answered(EksFaults.DELETE_JOB, () -> delete(id, reason));
    }

    private boolean delete(String id, String reason) {
        try {
            deletion.delete(key(id), OptionalLong.empty(), Policy.BACKGROUND);
            LOG.info("Job {} is deleted: {}", id, reason);
            return true;
        } catch (ApiException e) {
            LOG.debug("Job {} is not there", id, e);
            return false;
        }
    }

    private <T> T answered(String action, Supplier<T> work) {
        EksFaults faults = cluster.faults();
        Optional<ServiceFaults.Fault> befalls = faults.isAway()
                ? Optional.of(new ServiceFaults.Hang())
                : faults.services().take(action);
        return FaultyCall.port("The Kubernetes API server", befalls, work);
    }

    private ObjectKey key(String name) {
        return new ObjectKey(ObjectKind.JOB, cluster.namespace(), name);
    }

    private List<ObjectNode> podsBy(Predicate<JsonNode> wanted) {
        return store.list(ObjectKind.POD, cluster.namespace(), wanted);
    }

    /** @return the pods of a Job, and the executors that belong to these */
    private List<ObjectNode> podsOf(String job) {
        List<ObjectNode> drivers = podsBy(pod -> job.equals(Meta.labels(pod).get(JOB_NAME)));
        List<String> uids = drivers.stream().map(Meta::uid).toList();
        List<ObjectNode> executors = podsBy(pod -> Meta.owners(pod).stream().anyMatch(uids::contains));
        return Stream.concat(drivers.stream(), executors.stream()).toList();
    }

    private Optional<Resource> remains(String job) {
        List<ObjectNode> running =
                podsOf(job).stream().filter(KubernetesJobs::isActive).toList();
        return running.isEmpty()
                ? Optional.empty()
                : Optional.of(new Resource(
                        ResourceKind.KUBERNETES_JOB, job, ResourceStage.RUNNING, "Terminating", reasons(running)));
    }

    private static boolean isActive(JsonNode pod) {
        return !List.of("Succeeded", "Failed").contains(pod.at("/status/phase").asText());
    }

    private static Resource resource(JsonNode job, List<ObjectNode> pods) {
        boolean active = pods.stream().anyMatch(KubernetesJobs::isActive);
        Optional<JsonNode> end = JobStatus.end(job);
        String reason = Stream.concat(end.map(KubernetesJobs::words).stream(), Stream.of(reasons(pods)))
                .filter(words -> !words.isEmpty())
                .reduce((first, second) -> first + "; " + second)
                .orElse("");
        boolean runs =
                pods.stream().anyMatch(pod -> pod.at("/status/phase").asText().equals("Running"));
        ResourceStage stage;
        String state;
        if (Meta.isBeingDeleted(job)) {
            stage = ResourceStage.RUNNING;
            state = "Terminating";
        } else if (end.isEmpty() || active) {
            stage = runs ? ResourceStage.RUNNING : ResourceStage.STARTING;
            state = runs ? "Running" : "Pending";
        } else {
            stage = JobStatus.isComplete(job) ? ResourceStage.SUCCEEDED : ResourceStage.FAILED;
            state = end.get().path("type").asText();
        }
        return new Resource(ResourceKind.KUBERNETES_JOB, Meta.name(job), stage, state, reason);
    }

    private static String words(JsonNode condition) {
        return condition.path("reason").asText() + ": "
                + condition.path("message").asText();
    }

    private static String reasons(List<ObjectNode> pods) {
        return pods.stream()
                .flatMap(pod -> PodWords.of(pod).stream())
                .reduce((first, second) -> first + "; " + second)
                .orElse("");
    }
}
