package sleeper.core.resource.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sleeper.core.platform.ResourceKind;
import sleeper.core.resource.KubernetesNames;
import sleeper.core.resource.Resource;
import sleeper.core.resource.ResourceStage;

/**
 * How a Job stands, read off the Job and its pods: the drivers' pods, and the executors that these own. Jobs and pods are objects of the
 * API, {@code batch/v1} and {@code v1}. A Job has ended when none of its pods and of their executors is left running; one that is being
 * deleted, or is gone, has not ended before that either. Its id is its name.
 */
public final class KubernetesJob {
    /** The label of a Job's pods that has the Job's name (Kubernetes, "Jobs"). */
    public static final String JOB_NAME_LABEL = "job-name";

    /** A Job's pods are called after it, with something behind a hyphen. */
    private static final String SUFFIX = "-[^-]*$";

    private static final List<String> ENDED = List.of("Succeeded", "Failed");

    private KubernetesJob() {}

    /**
     * @param jobs of an attempt
     * @param pods of the attempt, in any order
     * @return the Jobs, the oldest first, and behind them what is left of Jobs that are gone
     */
    public static List<Resource> all(List<? extends JsonNode> jobs, List<? extends JsonNode> pods) {
        Map<String, JsonNode> byName = new LinkedHashMap<>();
        jobs.stream().sorted(Comparator.comparing(KubernetesJob::createdAt)).forEach(job -> byName.put(name(job), job));
        List<Resource> all = new ArrayList<>();
        byName.forEach((name, job) -> all.add(of(job, podsOf(name, pods))));
        pods.stream()
                .flatMap(pod -> jobOf(pod).stream())
                .filter(name -> !byName.containsKey(name))
                .distinct()
                .flatMap(name -> ofRemains(name, podsOf(name, pods)).stream())
                .forEach(all::add);
        return all;
    }

    private static Instant createdAt(JsonNode object) {
        return Instant.parse(object.at("/metadata/creationTimestamp").asText());
    }

    /** @return those of the pods that belong to a Job */
    public static <P extends JsonNode> List<P> podsOf(String job, List<P> pods) {
        return pods.stream().filter(pod -> jobOf(pod).equals(Optional.of(job))).toList();
    }

    /** @return the name of the Job that a pod belongs to, though that, or the driver's pod, may be gone */
    public static Optional<String> jobOf(JsonNode pod) {
        String label = jobLabel(pod);
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

    /** @return whether it is the pod of a driver, which a Job made, and nobody has asked for its end yet */
    public static boolean isDriverToEnd(JsonNode pod) {
        return !jobLabel(pod).isEmpty() && !isBeingDeleted(pod);
    }

    private static String jobLabel(JsonNode pod) {
        return pod.path("metadata").path("labels").path(JOB_NAME_LABEL).asText();
    }

    /** @param pods all that belong to the Job */
    public static Resource of(JsonNode job, List<? extends JsonNode> pods) {
        Optional<JsonNode> end = end(job);
        String reason = words(Stream.concat(end.map(KubernetesJob::words).stream(), reasons(pods)));
        boolean runs = pods.stream().anyMatch(pod -> phase(pod).equals("Running"));
        if (isBeingDeleted(job)) {
            return resource(name(job), ResourceStage.RUNNING, "Terminating", reason);
        }
        if (end.isPresent() && pods.stream().noneMatch(KubernetesJob::isActive)) {
            ResourceStage stage = isComplete(job) ? ResourceStage.SUCCEEDED : ResourceStage.FAILED;
            return resource(name(job), stage, end.get().path("type").asText(), reason);
        }
        if (pods.isEmpty() && end.isEmpty()) {
            return resource(name(job), ResourceStage.STARTING, KubernetesNames.JOB_WITHOUT_POD, reason);
        }
        return runs
                ? resource(name(job), ResourceStage.RUNNING, "Running", reason)
                : resource(name(job), ResourceStage.STARTING, "Pending", reason);
    }

    /**
     * @param pods all that belong to the Job
     * @return what is left of a Job that is gone; empty if none of its pods runs any more
     */
    public static Optional<Resource> ofRemains(String job, List<? extends JsonNode> pods) {
        List<? extends JsonNode> running =
                pods.stream().filter(KubernetesJob::isActive).toList();
        return running.isEmpty()
                ? Optional.empty()
                : Optional.of(resource(job, ResourceStage.RUNNING, "Terminating", words(reasons(running))));
    }

    /** @return the condition that a Job has come to its end by: {@code Complete} or {@code Failed} */
    public static Optional<JsonNode> end(JsonNode job) {
        return condition(job, "Complete").or(() -> condition(job, "Failed"));
    }

    /** @return whether the Job has done what it was made for */
    public static boolean isComplete(JsonNode job) {
        return condition(job, "Complete").isPresent();
    }

    /** @return the condition of an object that holds, if it does */
    public static Optional<JsonNode> condition(JsonNode object, String type) {
        for (JsonNode condition : object.at("/status/conditions")) {
            if (condition.path("type").asText().equals(type)
                    && condition.path("status").asText().equals("True")) {
                return Optional.of(condition);
            }
        }
        return Optional.empty();
    }

    private static Resource resource(String name, ResourceStage stage, String state, String reason) {
        return new Resource(ResourceKind.KUBERNETES_JOB, name, stage, state, reason);
    }

    private static String name(JsonNode object) {
        return object.at("/metadata/name").asText();
    }

    private static boolean isBeingDeleted(JsonNode object) {
        return object.at("/metadata/deletionTimestamp").isTextual();
    }

    private static String phase(JsonNode pod) {
        return pod.at("/status/phase").asText();
    }

    private static boolean isActive(JsonNode pod) {
        return !ENDED.contains(phase(pod));
    }

    private static String words(JsonNode condition) {
        return condition.path("reason").asText() + ": "
                + condition.path("message").asText();
    }

    private static Stream<String> reasons(List<? extends JsonNode> pods) {
        return pods.stream().flatMap(pod -> PodWords.of(pod).stream());
    }

    private static String words(Stream<String> words) {
        return words.collect(Collectors.joining("; "));
    }
}
