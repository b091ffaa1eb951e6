package sleeper.local.task.eks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sleeper.core.job.AttemptId;
import sleeper.core.platform.ResourceKind;
import sleeper.core.resource.KubernetesNames;
import sleeper.core.resource.Resource;
import sleeper.core.resource.ResourceService;
import sleeper.core.resource.json.KubernetesJob;
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
 * The Jobs that attempts created, found by the label {@value sleeper.core.resource.KubernetesNames#ATTEMPT_LABEL}, as
 * {@link KubernetesJob} shows them. Safe for use by many threads.
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
        List<ObjectNode> jobs = listOf(ObjectKind.JOB, attempt);
        Set<String> late = jobs.stream()
                .filter(job -> Meta.createdAt(job).isAfter(listed))
                .map(Meta::name)
                .collect(Collectors.toSet());
        return KubernetesJob.all(
                jobs.stream().filter(job -> !late.contains(Meta.name(job))).toList(),
                listOf(ObjectKind.POD, attempt).stream()
                        .filter(pod ->
                                KubernetesJob.jobOf(pod).filter(late::contains).isEmpty())
                        .toList());
    }

    private List<ObjectNode> listOf(ObjectKind kind, AttemptId attempt) {
        String label = KubernetesNames.labelValue(attempt);
        return store.list(
                kind,
                cluster.namespace(),
                object -> label.equals(Meta.labels(object).get(KubernetesNames.ATTEMPT_LABEL)));
    }

    @Override
    public Optional<Resource> describe(String id) {
        return answered(
                EksFaults.READ_JOB,
                () -> store.find(key(id))
                        .map(job -> KubernetesJob.of(job, podsOf(id)))
                        .or(() -> KubernetesJob.ofRemains(id, podsOf(id))));
    }

    @Override
    public void end(String id, String reason) {
        boolean unused = answered(EksFaults.DELETE_JOB, () -> delete(id, reason));
    }

    /** A Job that somebody deleted without a word about its pods has left them: they are asked to end too, and executors go with them. */
    private boolean delete(String id, String reason) {
        boolean job = delete(key(id));
        boolean pods = podsOf(id).stream()
                        .filter(KubernetesJob::isDriverToEnd)
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

    private List<ObjectNode> podsOf(String job) {
        return KubernetesJob.podsOf(job, store.list(ObjectKind.POD, cluster.namespace(), pod -> true));
    }
}
