package sleeper.local.task.eks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
        return objects.stream()
                .filter(object -> isOf(ObjectKind.JOB, object))
                .map(job -> held(
                        job,
                        pods.stream()
                                .filter(pod -> JobResource.jobOf(pod).equals(Optional.of(Meta.name(job))))
                                .toList()))
                .toList();
    }

    private static boolean isOf(ObjectKind kind, JsonNode object) {
        return object.path("kind").asText().equals(kind.word());
    }

    private static Held held(JsonNode job, List<ObjectNode> pods) {
        String asked = words(pods.stream().map(HeldJobs::asked));
        String given = words(pods.stream().flatMap(pod -> PodStatus.given(pod).stream()));
        return new Held(JobResource.of(job, pods), Meta.name(job), asked, given, JobStatus.since(job), false);
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
