package sleeper.local.task.eks;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import sleeper.stepfunctions.task.TaskFailedException;

/** The parameters by which Step Functions finds a Kubernetes cluster. */
final class ClusterParameters {
    private static final List<String> REQUIRED = List.of("ClusterName", "CertificateAuthority", "Endpoint");

    private ClusterParameters() {}

    /** @throws TaskFailedException if they do not lead to the cluster */
    static void require(JsonNode parameters, EksCluster cluster) {
        for (String name : REQUIRED) {
            if (!parameters.path(name).isTextual()) {
                throw new TaskFailedException(
                        "States.Runtime", "The field '" + name + "' is required but was missing.");
            }
        }
        String name = parameters.path("ClusterName").asText();
        if (!name.equals(cluster.name())) {
            throw new TaskFailedException(
                    "EKS.404", "No cluster found for name: " + name + ". The embedded run has " + cluster.name() + ".");
        }
    }
}
