package sleeper.deployed.eks;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import sleeper.core.job.AttemptId;
import sleeper.core.platform.ResourceKind;
import sleeper.core.resource.KubernetesNames;
import sleeper.core.resource.Resource;
import sleeper.core.resource.ResourceService;
import sleeper.core.resource.json.KubernetesJob;
import sleeper.statestore.util.Surroundings;

/**
 * The Jobs of attempts on the instance's EKS cluster, with the pods of their drivers and executors. All bear the label
 * {@value KubernetesNames#ATTEMPT_LABEL}. What they say is for {@link KubernetesJob} to read.
 */
public final class KubernetesJobResources implements ResourceService, AutoCloseable {
    private final KubernetesApi api;

    /** Sends nothing, and reads neither credentials nor clock. */
    public KubernetesJobResources(EksPlace place, EksTokens tokens, Surroundings surroundings) {
        this.api = new KubernetesApi(place, tokens, surroundings);
    }

    @Override
    public ResourceKind kind() {
        return ResourceKind.KUBERNETES_JOB;
    }

    /** Jobs are listed before pods, so that a Job that ends meanwhile is no Job without pods that runs. */
    @Override
    public List<Resource> find(AttemptId attempt) {
        String selector = selector(KubernetesNames.labelValue(attempt));
        List<JsonNode> jobs = api.list(KubernetesKind.JOB, selector);
        return KubernetesJob.all(jobs, api.list(KubernetesKind.POD, selector));
    }

    private static String selector(String label) {
        return KubernetesNames.ATTEMPT_LABEL + "=" + label;
    }

    @Override
    public Optional<Resource> describe(String id) {
        Optional<JsonNode> job = api.find(KubernetesKind.JOB, id);
        // Executors bear no label of their Job: of one that is gone they are found among those of all attempts.
        String selector = job.map(found -> found.at("/metadata/labels")
                        .path(KubernetesNames.ATTEMPT_LABEL)
                        .asText())
                .filter(label -> !label.isEmpty())
                .map(KubernetesJobResources::selector)
                .orElse(KubernetesNames.ATTEMPT_LABEL);
        List<JsonNode> pods = KubernetesJob.podsOf(id, api.list(KubernetesKind.POD, selector));
        return job.map(found -> KubernetesJob.of(found, pods)).or(() -> KubernetesJob.ofRemains(id, pods));
    }

    /**
     * {@inheritDoc} Somebody may have deleted the Job and left its pods: they are asked to end too, and executors go with them. The
     * reason stays with the attempt: Kubernetes takes none.
     */
    @Override
    public void end(String id, String reason) {
        api.delete(KubernetesKind.JOB, id);
        api.list(KubernetesKind.POD, KubernetesJob.JOB_NAME_LABEL + "=" + id).stream()
                .filter(KubernetesJob::isDriverToEnd)
                .forEach(pod ->
                        api.delete(KubernetesKind.POD, pod.at("/metadata/name").asText()));
    }

    /** Gives up the connections. */
    @Override
    public void close() {
        api.close();
    }
}
