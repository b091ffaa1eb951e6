package sleeper.local.task.eks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sleeper.core.platform.ResourceKind;
import sleeper.core.resource.KubernetesNames;
import sleeper.core.resource.Resource;
import sleeper.core.resource.ResourceStage;
import sleeper.local.task.eks.job.JobStatus;
import sleeper.local.task.eks.objects.Meta;

/** How a Job stands, read off the Job and its pods: the drivers' pods, and the executors that these own. */
final class JobResource {
    private static final String JOB_NAME = "job-name";

    /** A Job's pods are called after it, with something behind a hyphen. */
    private static final String SUFFIX = "-[^-]*$";

    private JobResource() {}

    /** @return the name of the Job that a pod belongs to, though that, or the driver's pod, may be gone */
    static Optional<String> jobOf(JsonNode pod) {
        String label = Meta.labels(pod).getOrDefault(JOB_NAME, "");
        if (!label.isEmpty()) {
            return Optional.of(label);
        }
        for (JsonNode owner : pod.at("/metadata/ownerReferences")) {
            if (owner.path("kind").asText().equals("Pod")) {
                return Optional.of(owner.path("name").asText().replaceFirst(SUFFIX, ""));
            }
        }
        return Optional.empty();
    }

    /** @return whether a Job made the pod, which is then a driver's */
    static boolean isOfJob(JsonNode pod) {
        return Meta.labels(pod).containsKey(JOB_NAME);
    }

    /** @param pods all that belong to the Job */
    static Resource of(JsonNode job, List<ObjectNode> pods) {
        Optional<JsonNode> end = JobStatus.end(job);
        String reason = words(Stream.concat(end.map(JobResource::words).stream(), reasons(pods)));
        boolean runs = pods.stream().anyMatch(pod -> phase(pod).equals("Running"));
        if (Meta.isBeingDeleted(job)) {
            return resource(Meta.name(job), ResourceStage.RUNNING, "Terminating", reason);
        }
        if (end.isPresent() && pods.stream().noneMatch(JobResource::isActive)) {
            ResourceStage stage = JobStatus.isComplete(job) ? ResourceStage.SUCCEEDED : ResourceStage.FAILED;
            return resource(Meta.name(job), stage, end.get().path("type").asText(), reason);
        }
        if (pods.isEmpty() && end.isEmpty()) {
            return resource(Meta.name(job), ResourceStage.STARTING, KubernetesNames.JOB_WITHOUT_POD, reason);
        }
        return runs
                ? resource(Meta.name(job), ResourceStage.RUNNING, "Running", reason)
                : resource(Meta.name(job), ResourceStage.STARTING, "Pending", reason);
    }

    /** @return what is left of a Job that is gone; empty if none of its pods runs any more */
    static Optional<Resource> ofRemains(String job, List<ObjectNode> pods) {
        List<ObjectNode> running = pods.stream().filter(JobResource::isActive).toList();
        return running.isEmpty()
                ? Optional.empty()
                : Optional.of(resource(job, ResourceStage.RUNNING, "Terminating", words(reasons(running))));
    }

    private static Resource resource(String name, ResourceStage stage, String state, String reason) {
        return new Resource(ResourceKind.KUBERNETES_JOB, name, stage, state, reason);
    }

    private static String phase(JsonNode pod) {
        return pod.at("/status/phase").asText();
    }

    private static boolean isActive(JsonNode pod) {
        return !List.of("Succeeded", "Failed").contains(phase(pod));
    }

    private static String words(JsonNode condition) {
        return condition.path("reason").asText() + ": "
                + condition.path("message").asText();
    }

    private static Stream<String> reasons(List<ObjectNode> pods) {
        return pods.stream().flatMap(pod -> PodWords.of(pod).stream());
    }

    private static String words(Stream<String> words) {
        return words.collect(Collectors.joining("; "));
    }
}
