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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sleeper.core.job.AttemptId;
import sleeper.core.platform.ResourceKind;
import sleeper.core.resource.KubernetesNames;
import sleeper.core.resource.Resource;
import sleeper.core.resource.ResourceService;
import sleeper.local.task.FaultyCall;
import sleeper.local.task.ServiceFaults;
import sleeper.local.task.eks.objects.ApiException;
import sleeper.local.task.eks.objects.Deletion;
import sleeper.local.task.eks.objects.Deletion.Policy;
import sleeper.local.task.eks.objects.Meta;
import sleeper.local.task.eks.objects.ObjectKey;
import sleeper.local.task.eks.objects.ObjectKind;
import sleeper.local.task.eks.objects.ObjectStore;

/**
 * The Jobs that attempts created, found by the label {@value sleeper.core.resource.KubernetesNames#ATTEMPT_LABEL}; their ids are their
 * names. A Job has ended when none of its pods and of their executors is left running; one that is being deleted, or is gone, has not
 * ended before that either. Safe for use by many threads.
 */
public final class KubernetesJobs implements ResourceService {
    private static final Logger LOG = LoggerFactory.getLogger(KubernetesJobs.class);

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
                .forEach(job -> found.add(JobResource.of(job, podsOf(Meta.name(job)))));
        podsBy(pod -> label.equals(Meta.labels(pod).get(KubernetesNames.ATTEMPT_LABEL))).stream()
                .flatMap(pod -> JobResource.jobOf(pod).stream())
                .filter(name -> !jobs.containsKey(name))
                .distinct()
                .flatMap(name -> JobResource.ofRemains(name, podsOf(name)).stream())
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
                () -> store.find(key(id))
                        .map(job -> JobResource.of(job, podsOf(id)))
                        .or(() -> JobResource.ofRemains(id, podsOf(id))));
    }

    @Override
    public void end(String id, String reason) {
        boolean unused = answered(EksFaults.DELETE_JOB, () -> delete(id, reason));
    }

    /** A Job that somebody deleted without a word about its pods has left them: they are asked to end too, and executors go with them. */
    private boolean delete(String id, String reason) {
        boolean job = delete(key(id));
        boolean pods = podsOf(id).stream()
                        .filter(pod -> JobResource.isOfJob(pod) && !Meta.isBeingDeleted(pod))
                        .filter(pod -> delete(new ObjectKey(ObjectKind.POD, cluster.namespace(), Meta.name(pod))))
                        .count()
                > 0;
        if (job || pods) {
            LOG.info("Job {} is deleted: {}", id, reason);
        }
        return job || pods;
    }

    private boolean delete(ObjectKey key) {
        try {
            var unused = deletion.delete(key, OptionalLong.empty(), Policy.BACKGROUND);
            return true;
        } catch (ApiException e) {
            LOG.debug("{} {} is not there", key.kind().word(), key.name(), e);
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

    private List<ObjectNode> podsOf(String job) {
        return podsBy(pod -> JobResource.jobOf(pod).equals(Optional.of(job)));
    }
}
