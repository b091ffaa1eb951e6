package sleeper.deploy.end;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.core.error.TransientFailureException;
import sleeper.deploy.end.Destroy.Jobs;
import sleeper.deploy.kubernetes.ClusterDouble;

class DestroyEksIT {
    private static final String CLUSTER = "GET /clusters/sleeper-prod";
    private static final String NAMESPACES = "/api/v1/namespaces";
    private static final String OURS = "sleeper-prod-bulk-import";

    @TempDir
    private static Path shared;

    @TempDir
    private Path folder;

    private InstanceDouble instance;
    private ClusterDouble cluster;

    @BeforeEach
    void start() throws IOException {
        instance = new InstanceDouble();
        cluster = new ClusterDouble(folder, shared);
    }

    @AfterEach
    void stop() {
        instance.close();
        cluster.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ACTIVE", "UPDATING"})
    void shouldEndJobsAndDeleteTheNamespaceBeforeTheStack(String status) throws IOException {
        instance.aws().on(CLUSTER, cluster.described(status));
        cluster.makeNamespace();
        cluster.startJob("june");

        assertThat(instance.destroy(Jobs.REFUSE)).isTrue();

        cluster.settle();
        assertThat(cluster.names(NAMESPACES)).doesNotContain(OURS);
        assertThat(instance.said()).contains("deleted the namespace " + OURS);
        assertThat(instance.aws().asked()).containsSubsequence(CLUSTER, "DeleteStack");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CREATING", "FAILED", "DELETING"})
    void shouldLeaveAClusterThatDoesNotAnswerToTheStack(String status) throws IOException {
        instance.aws().on(CLUSTER, "{\"cluster\":{\"name\":\"sleeper-prod\",\"status\":\"" + status + "\"}}");

        assertThat(instance.destroy(Jobs.REFUSE)).isTrue();

        assertThat(cluster.gate().asked()).isEmpty();
    }

    @Test
    void shouldDestroyTheRestWhereTheClusterLetsNobodyIn() throws IOException {
        instance.aws().on(CLUSTER, cluster.described("ACTIVE"));
        cluster.gate().answerAlways(401);

        assertThat(instance.destroy(Jobs.REFUSE)).isTrue();

        assertThat(instance.said())
                .anySatisfy(said ->
                        assertThat(said).contains("the namespace " + OURS + " is left to CloudFormation", "401"));
    }

    @Test
    void shouldNameActionAndResourceWhereTheClusterMayNotBeLookedAt() {
        instance.aws().refuseByJson(CLUSTER, 403, "AccessDeniedException");

        assertThatThrownBy(() -> instance.destroy(Jobs.REFUSE))
                .isInstanceOf(TransientFailureException.class)
                .hasMessageContaining("eks:DescribeCluster")
                .hasMessageContaining("sleeper-prod");
    }
}
