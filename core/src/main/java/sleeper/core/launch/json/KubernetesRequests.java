package sleeper.core.launch.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import sleeper.core.choice.DriverPod;
import sleeper.core.json.StoredJson;
import sleeper.core.launch.SparkSubmission;
import sleeper.core.resource.KubernetesNames;

/**
 * What Kubernetes is asked for, as a {@code batch/v1} Job has it: the parts that a job decides. The Job's pod is the driver, in client
 * mode, so that the Job ends as the driver does; what the deployment decides is in the pod's environment, to which the arguments
 * refer as {@code $(NAME)}.
 */
public final class KubernetesRequests {
    private static final Map<String, String> ON_KUBERNETES = Map.of(
            // So that the executors are owned by the driver's pod, and go with it.
            "spark.kubernetes.driver.pod.name", "$(POD_NAME)",
            "spark.driver.host", "$(POD_IP)",
            "spark.kubernetes.namespace", "$(NAMESPACE)",
            "spark.kubernetes.container.image", "$(IMAGE)",
            "spark.kubernetes.authenticate.driver.serviceAccountName", "$(SERVICE_ACCOUNT)",
            "spark.kubernetes.authenticate.executor.serviceAccountName", "$(SERVICE_ACCOUNT)",
            "spark.jars.ivy", "/tmp/.ivy");

    private KubernetesRequests() {}

    /** @return {@code name}, {@code labels}, {@code args} and {@code resources} */
    public static ObjectNode job(SparkSubmission submission) {
        DriverPod driver = DriverPod.of(submission.conf());
        String label = KubernetesNames.labelValue(submission.attempt());
        Map<String, String> properties = new TreeMap<>(ON_KUBERNETES);
        properties.put("spark.kubernetes.executor.podNamePrefix", KubernetesNames.executorPrefix(submission.attempt()));
        properties.put("spark.kubernetes.executor.label." + KubernetesNames.ATTEMPT_LABEL, label);
        ObjectNode request = StoredJson.object().put("name", KubernetesNames.jobName(submission.attempt()));
        request.putObject("labels").put(KubernetesNames.ATTEMPT_LABEL, label);
        request.set("args", StoredJson.texts(args(literal(submission).with(properties))));
        ObjectNode resources = request.putObject("resources");
        // Fargate wants them to be equal.
        for (String side : List.of("requests", "limits")) {
            resources.putObject(side).put("cpu", driver.milliCpu() + "m").put("memory", driver.memoryMib() + "Mi");
        }
        return request;
    }

    /** What a job says is no reference to the pod's environment: Kubernetes makes one dollar of two, and a value of {@code $(NAME)}. */
    private static SparkSubmission literal(SparkSubmission submission) {
        Map<String, String> conf = new TreeMap<>(submission.conf());
        conf.replaceAll((key, value) -> literal(value));
        return new SparkSubmission(submission.attempt(), literal(submission.className()), submission.jar(), conf);
    }

    private static String literal(String text) {
        return text.replace("$", "$$");
    }

    /** The image's entrypoint runs {@code spark-submit} for the word {@code driver}. */
    private static List<String> args(SparkSubmission submission) {
        return Stream.concat(
                        Stream.of(
                                "driver",
                                "--master",
                                "k8s://https://kubernetes.default.svc",
                                "--deploy-mode",
                                "client"),
                        submission.words().stream())
                .toList();
    }
}
