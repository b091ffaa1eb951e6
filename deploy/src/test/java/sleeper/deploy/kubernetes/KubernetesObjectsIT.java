package sleeper.deploy.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.error.TransientFailureException;
import sleeper.deployed.eks.EksTokens;
import sleeper.statestore.util.Surroundings;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;

class KubernetesObjectsIT {
    private static final String ROLE = "arn:aws:iam::123456789012:role/sleeper-prod-eks-spark";
    private static final String NAMESPACE = "/api/v1/namespaces/sleeper-prod-bulk-import";
    private static final String ACCOUNT = NAMESPACE + "/serviceaccounts/sleeper-spark";
    private static final String RIGHTS = "/apis/rbac.authorization.k8s.io/v1/namespaces/sleeper-prod-bulk-import/";
    private static final String JOBS = "/apis/batch/v1/namespaces/sleeper-prod-bulk-import/jobs";
    private static final List<String> NAMES = List.of("sleeper-functions", "sleeper-ingest-job", "sleeper-spark");

    @TempDir
    private static Path shared;

    @TempDir
    private Path folder;

    private final List<Duration> waits = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-29T12:00:00Z");
    private ClusterDouble cluster;
    private KubernetesObjects objects;

    @BeforeEach
    void open() throws IOException {
        cluster = new ClusterDouble(folder, shared);
        objects = objects(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")));
    }

    private KubernetesObjects objects(AwsCredentialsProvider credentials) throws IOException {
        return new KubernetesObjects(
                ClusterDouble.NAMES,
                new KubernetesAdmin(
                        cluster.place(),
                        new EksTokens("sleeper-prod", Region.EU_WEST_2, credentials, () -> now),
                        KubernetesAdmin.PATIENCE,
                        surroundings()));
    }

    private Surroundings surroundings() {
        return new Surroundings(() -> now, () -> "id", new Random(1), time -> {
            waits.add(time);
            now = now.plus(time);
        });
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    /** @return all that was made, as it is, by its path */
    private Map<String, JsonNode> made() throws IOException {
        Map<String, JsonNode> made = new TreeMap<>();
        made.put(NAMESPACE, cluster.get(NAMESPACE));
        made.put(ACCOUNT, cluster.get(ACCOUNT));
        for (String kind : List.of("roles", "rolebindings")) {
            for (String name : cluster.names(RIGHTS + kind)) {
                made.put(kind + " " + name, cluster.get(RIGHTS + kind + "/" + name));
            }
        }
        return made;
    }

    @Test
    void shouldMakeNamespaceAccountAndRights() throws IOException {
        objects.make(ROLE);

        assertThat(cluster.get(NAMESPACE)
                        .at("/metadata/labels/pod-security.kubernetes.io~1enforce")
                        .asText())
                .isEqualTo("restricted");
        assertThat(cluster.get(ACCOUNT)
                        .at("/metadata/annotations/eks.amazonaws.com~1role-arn")
                        .asText())
                .isEqualTo(ROLE);
        assertThat(cluster.names(RIGHTS + "roles")).isEqualTo(NAMES);
        assertThat(cluster.names(RIGHTS + "rolebindings")).isEqualTo(NAMES);
        JsonNode binding = cluster.get(RIGHTS + "rolebindings/sleeper-functions");
        assertThat(binding.at("/subjects/0/kind").asText()).isEqualTo("Group");
        assertThat(binding.at("/subjects/0/apiGroup").asText()).isEqualTo("rbac.authorization.k8s.io");
        assertThat(binding.at("/roleRef/name").asText()).isEqualTo("sleeper-functions");
        assertThat(waits).isEmpty();
    }

    @Test
    void shouldChangeNothingWhenAllIsThere() throws IOException {
        objects.make(ROLE);
        Map<String, JsonNode> before = made();

        objects.make(ROLE);

        assertThat(made()).isEqualTo(before).hasSize(8);
    }

    private void change(String path, String field, String value) throws IOException {
        JsonNode object = cluster.get(path);
        JsonNode changed = cluster.ask("PUT", path, object.toString().replace(field, value));
        assertThat(changed.path("kind").asText()).as(changed.toString()).isNotEqualTo("Status");
    }

    @Test
    void shouldMendWhatWasChangedByHandAndLeaveAloneWhatOthersAdded() throws IOException {
        // Given
        objects.make(ROLE);
        change(RIGHTS + "roles/sleeper-functions", "\"list\"", "\"create\"");
        change(
                RIGHTS + "rolebindings/sleeper-functions",
                "\"name\":\"sleeper-functions\",\"apiGroup\"",
                "\"name\":\"all\",\"apiGroup\"");
        change(ACCOUNT, ROLE, "arn:aws:iam::123456789012:role/another");
        change(NAMESPACE, "\"labels\":{", "\"labels\":{\"owner\":\"us\",");
        // When
        objects.make(ROLE);
        // Then
        assertThat(cluster.get(RIGHTS + "roles/sleeper-functions").toString()).doesNotContain("create\"");
        assertThat(cluster.get(RIGHTS + "rolebindings/sleeper-functions")
                        .at("/subjects/0/name")
                        .asText())
                .isEqualTo("sleeper-functions");
        assertThat(cluster.get(ACCOUNT).toString()).contains(ROLE).doesNotContain("another");
        assertThat(cluster.get(NAMESPACE).at("/metadata/labels/owner").asText()).isEqualTo("us");
    }

    @Test
    void shouldMakeABindingAnewThatGivesAnotherRole() throws IOException {
        // Given one that was made by hand
        objects.make(ROLE);
        String path = RIGHTS + "rolebindings/sleeper-ingest-job";
        cluster.ask("DELETE", path, "");
        cluster.ask(
                "POST",
                RIGHTS + "rolebindings",
                "{\"metadata\":{\"name\":\"sleeper-ingest-job\"},\"roleRef\":{\"apiGroup\":\"rbac.authorization.k8s.io\","
                        + "\"kind\":\"Role\",\"name\":\"sleeper-spark\"}}");
        // When
        objects.make(ROLE);
        // Then
        assertThat(cluster.get(path).at("/roleRef/name").asText()).isEqualTo("sleeper-ingest-job");
    }

    @Test
    void shouldTakeAnObjectThatSomebodyElseMakesMeanwhile() throws IOException {
        objects.make(ROLE);
        // The first request finds nothing, the second that somebody was faster.
        cluster.gate().answer(404);

        objects.make(ROLE);

        assertThat(cluster.gate().asked().subList(16, 19))
                .containsExactly("PATCH " + NAMESPACE, "POST /api/v1/namespaces", "PATCH " + NAMESPACE);
    }

    @Test
    void shouldWaitWhileTheAccessEntryIsNew() throws IOException {
        cluster.gate().answer(401, 403, 403);

        objects.make(ROLE);

        assertThat(waits).hasSize(3);
        assertThat(cluster.names(RIGHTS + "rolebindings")).isEqualTo(NAMES);
    }

    @Test
    void shouldTryAgainWhatWasNotAnsweredOrCameTooOften() throws IOException {
        cluster.gate().answer(0, 429, 503);

        objects.make(ROLE);

        assertThat(cluster.names(RIGHTS + "rolebindings")).isEqualTo(NAMES);
    }

    @Test
    void shouldSayAfterAWhileWhoMayNotDoItAndWhatToDo() {
        cluster.gate().answerAlways(403);

        assertThatThrownBy(() -> objects.make(ROLE))
                .isInstanceOf(TransientFailureException.class)
                .hasMessageContaining("FILE_FORBIDDEN")
                .hasMessageContaining("PATCH " + NAMESPACE + " of the EKS cluster sleeper-prod")
                .hasMessageContaining("403 said with 403")
                .hasMessageContaining("access entry")
                .hasMessageContaining("AmazonEKSClusterAdminPolicy")
                .hasMessageNotContaining("k8s-aws-v1");
        assertThat(waits.stream().reduce(Duration.ZERO, Duration::plus)).isEqualTo(KubernetesAdmin.PATIENCE);
    }

    @Test
    void shouldGiveUpAfterAWhileWhenNobodyAnswers() {
        cluster.gate().close();

        assertThatThrownBy(() -> objects.make(ROLE))
                .isInstanceOf(TransientFailureException.class)
                .hasMessageContaining("UNAVAILABLE")
                .hasMessageContaining("no answer");
        assertThat(waits.stream().reduce(Duration.ZERO, Duration::plus)).isEqualTo(KubernetesAdmin.PATIENCE);
    }

    @Test
    void shouldSayThatThereAreNoCredentials() throws IOException {
        KubernetesObjects nobodys = objects(() -> {
            throw SdkClientException.create("Unable to load credentials from any of the providers");
        });

        assertThatThrownBy(() -> nobodys.make(ROLE))
                .isInstanceOf(TransientFailureException.class)
                .hasMessageContaining("sts:GetCallerIdentity")
                .hasMessageContaining("no credentials were found");
        assertThat(waits).isEmpty();
    }

    @Test
    void shouldEndJobsWithTheirPodsAndDeleteTheNamespaceWithAllInIt() throws IOException {
        objects.make(ROLE);
        cluster.startJob("june");
        assertThat(cluster.names(NAMESPACE + "/pods")).hasSize(1);
        assertThat(objects.jobs()).containsExactly("june");

        objects.endJobs();
        cluster.settle();
        assertThat(cluster.names(JOBS)).isEmpty();
        assertThat(cluster.names(NAMESPACE + "/pods")).isEmpty();
        objects.delete();
        cluster.settle();

        assertThat(cluster.names("/api/v1/namespaces")).containsExactly(ClusterDouble.SYSTEM);
        assertThat(cluster.names(RIGHTS + "roles")).isEmpty();
    }

    @Test
    void shouldDeleteWhatIsNotThereOrIsBeingDeleted() throws IOException {
        objects.endJobs();
        objects.delete();
        objects.make(ROLE);
        objects.delete();

        objects.delete();

        assertThat(waits).isEmpty();
    }
}
