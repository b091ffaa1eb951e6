package sleeper.local.task.eks;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import sleeper.statestore.file.OwnerOnly;

/**
 * The file that leads clients of Kubernetes to the cluster while it is there, such as {@code kubectl --kubeconfig FILE get pods}. It holds
 * the administrator's token, so it is for its owner alone, and goes with the cluster.
 */
final class KubeConfig {
    private static final String FILE = "kubeconfig";
    private static final String NAME = "sleeper";

    private KubeConfig() {}

    /** @param folder of the cluster */
    static void write(Path folder, EksCluster cluster) throws IOException {
        ObjectNode config = JsonNodeFactory.instance.objectNode();
        config.put("apiVersion", "v1").put("kind", "Config").put("current-context", NAME);
        config.putArray("clusters")
                .addObject()
                .put("name", NAME)
                .putObject("cluster")
                .put("server", cluster.address().toString())
                .put("certificate-authority-data", base64(cluster.certificate().pem()));
        config.putArray("users")
                .addObject()
                .put("name", NAME)
                .putObject("user")
                .put("token", cluster.administratorToken());
        config.putArray("contexts")
                .addObject()
                .put("name", NAME)
                .putObject("context")
                .put("cluster", NAME)
                .put("user", NAME)
                .put("namespace", cluster.namespace());
        OwnerOnly.write(folder.resolve(FILE), config.toString());
    }

    private static String base64(Path file) throws IOException {
        return Base64.getEncoder().encodeToString(Files.readAllBytes(file));
    }

    static void delete(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(FILE));
    }
}
