package sleeper.bulkimport.job.runner.kubernetes;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.deploy.k8s.SparkKubernetesClientFactory;
import scala.Option;

/** The pods that Spark's scheduler has made for an application's executors, as the API server knows them. */
public final class ExecutorPods {
    private static final String MASTER = "k8s://";
    private static final String NAMESPACE = "spark.kubernetes.namespace";
    /** Prefix of the settings by which a driver in client mode has its rights. */
    private static final String RIGHTS = "spark.kubernetes.authenticate";

    private static final String APPLICATION_LABEL = "spark-app-selector";
    private static final Map<String, String> EXECUTORS = Map.of("spark-role", "executor");

    private ExecutorPods() {}

    /**
     * Asks once, by the client and the rights that Spark has; takes as long as that client waits.
     *
     * @return why the executors of an application whose cluster is Kubernetes are not there, in Kubernetes' words; at most 1,900
     *     characters
     * @throws io.fabric8.kubernetes.client.KubernetesClientException if the API server does not answer, or refuses
     */
    public static String whyNotThere(SparkContext context) {
        SparkConf conf = context.conf();
        String namespace = conf.get(NAMESPACE, "default");
        try (KubernetesClient client = SparkKubernetesClientFactory.createKubernetesClient(
                context.master().substring(MASTER.length()),
                Option.apply(namespace),
                RIGHTS,
                SparkKubernetesClientFactory.ClientType$.MODULE$.Driver(),
                conf,
                Option.empty())) {
            List<Pod> pods = client
                    .pods()
                    .inNamespace(namespace)
                    .withLabel(APPLICATION_LABEL, context.applicationId())
                    .withLabels(EXECUTORS)
                    .list()
                    .getItems()
                    .stream()
                    .sorted(Comparator.comparing(pod -> pod.getMetadata().getName()))
                    .toList();
            return PodWords.of(pods);
        }
    }
}
