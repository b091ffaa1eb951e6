package sleeper.local.task.eks;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The role of drivers that is deployed is the one that Spark is seen to need here. */
class DriverRoleIT {
    private static final Path MANIFEST =
            Path.of(System.getProperty("project.root"), "spark-job/docker/kubernetes/driver-account.yaml");

    @Test
    void shouldAllowWhereItIsDeployedWhatItAllowsHere() throws IOException {
        try (KubernetesClient client =
                        new KubernetesClientBuilder().withConfig(Config.empty()).build();
                InputStream manifest = Files.newInputStream(MANIFEST)) {
            // Given
            List<HasMetadata> objects = client.load(manifest).items();
            Role role = objects.stream()
                    .filter(Role.class::isInstance)
                    .map(Role.class::cast)
                    .findFirst()
                    .orElseThrow();
            // When
            Map<String, List<String>> verbs = new TreeMap<>();
            for (PolicyRule rule : role.getRules()) {
                assertThat(rule.getApiGroups()).containsExactly("");
                rule.getResources()
                        .forEach(resource -> verbs.put(
                                resource, rule.getVerbs().stream().sorted().toList()));
            }
            // Then
            assertThat(verbs).isEqualTo(DriverRole.VERBS);
        }
    }
}
