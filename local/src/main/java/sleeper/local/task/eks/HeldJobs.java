package sleeper.local.task.eks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sleeper.core.resource.json.KubernetesJob;
import sleeper.local.task.Held;
import sleeper.local.task.eks.job.JobStatus;
import sleeper.local.task.eks.kubelet.PodStatus;
import sleeper.local.task.eks.objects.Meta;
import sleeper.local.task.eks.objects.ObjectKind;
import sleeper.local.task.eks.objects.ObjectStore;

/** What the records of a Kubernetes cluster hold, whichever process keeps them. */
public final class HeldJobs {
    private HeldJobs() {}

    /** @return the Jobs, with their pods; none if there is no such folder */
    public static List<Held> in(Path kubernetes) throws IOException {
        List<ObjectNode> objects = ObjectStore.read(kubernetes.resolve(EksCluster.OBJECTS));
        List<ObjectNode> pods =
                objects.stream().filter(object -> isOf(ObjectKind.POD, object)).toList();
        Map<String, ObjectNode> jobs = new LinkedHashMap<>();
        objects.stream().filter(object -> isOf(ObjectKind.JOB, object)).forEach(job -> jobs.put(Meta.name(job), job));
        Stream<Held> there = jobs.values().stream().map(job -> held(job, KubernetesJob.podsOf(Meta.name(job), pods)));
        Stream<Held> left = pods.stream()
                .flatMap(pod -> KubernetesJob.jobOf(pod).stream())
                .filter(name -> !jobs.containsKey(name))
                .distinct()
                .flatMap(name -> remains(name, KubernetesJob.podsOf(name, pods)).stream());
        return Stream.concat(there, left).toList();
    }

    /** @return the pods that still run of a Job that is gone */
    private static Optional<Held> remains(String job, List<ObjectNode> pods) {
        Instant since = pods.stream()
                .map(Meta::createdAt)
                .min(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
        return KubernetesJob.ofRemains(job, pods)
                .map(left -> new Held(left, job, asked(pods), given(pods), since, false));
    }

    private static boolean isOf(ObjectKind kind, JsonNode object) {
        return object.path("kind").asText().equals(kind.word());
    }

    private static Held held(JsonNode job, List<ObjectNode> pods) {
        return new Held(
                KubernetesJob.of(job, pods), Meta.name(job), asked(pods), given(pods), JobStatus.since(job), false);
    }

    private static String asked(List<ObjectNode> pods) {
        return words(pods.stream().map(HeldJobs::asked));
    }

    private static String given(List<ObjectNode> pods) {
        return words(pods.stream().flatMap(pod -> PodStatus.given(pod).stream()));
    }

    /** @return such as {@code load-a1-exec-1: 1 CPU, 1408Mi} */
    private static String asked(JsonNode pod) {
        JsonNode requests = pod.at("/spec/containers/0/resources/requests");
        return Meta.name(pod) + ": " + requests.path("cpu").asText("any") + " CPU, "
                + requests.path("memory").asText("any memory");
    }

    private static String words(Stream<String> words) {
        return words.collect(Collectors.joining("; "));
    }
}
