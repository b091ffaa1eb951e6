package sleeper.deploy.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.deployment.KubernetesAccess;
import sleeper.core.error.TransientFailureException;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;
import sleeper.deployed.eks.EksTokens;
import sleeper.deployed.eks.KubernetesJobResources;
import sleeper.statestore.util.Surroundings;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/**
 * The rights that a deployment gives within the cluster suffice, and go no further: the functions' by what their port asks, the machine's
 * by what its Tasks ask, and the drivers' by the role of the embedded run's drivers, which is held against all that Spark has asked there.
 */
class KubernetesRightsIT {
    private static final String PODS = "/api/v1/namespaces/sleeper-prod-bulk-import/pods";
    private static final String JOBS = "/apis/batch/v1/namespaces/sleeper-prod-bulk-import/jobs";
    private static final String RIGHTS = "/apis/rbac.authorization.k8s.io/v1/namespaces/";

    @TempDir
    private static Path shared;

    @TempDir
    private Path folder;

    private final Surroundings surroundings =
            new Surroundings(InstantSource.system(), () -> "id", new Random(1), time -> {});
    private final EksTokens tokens = new EksTokens(
            "sleeper-prod",
            Region.EU_WEST_2,
            StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")),
            InstantSource.system());
    private ClusterDouble cluster;

    @BeforeEach
    void make() throws IOException {
        cluster = new ClusterDouble(folder, shared);
        new KubernetesObjects(
                        ClusterDouble.NAMES,
                        new KubernetesAdmin(cluster.place(), tokens, KubernetesAdmin.PATIENCE, surroundings))
                .make("arn:role");
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void shouldLetTheFunctionsDoWhatTheirPortAsks() throws IOException {
        cluster.startJob("june");
        cluster.letIn(KubernetesAccess.FUNCTIONS_GROUP);

        try (KubernetesJobResources jobs = new KubernetesJobResources(cluster.place(), tokens, surroundings)) {
            assertThat(jobs.find(new AttemptId(new JobId("june"), 1))).isEmpty();
            assertThat(jobs.describe("june")).isPresent();
            jobs.end("june", "said");
        }

        cluster.settle();
        assertThat(cluster.names(JOBS)).isEmpty();
    }

    @Test
    void shouldRefuseTheFunctionsOfAnotherGroup() throws IOException {
        cluster.letIn("sleeper-others");

        try (KubernetesJobResources jobs = new KubernetesJobResources(cluster.place(), tokens, surroundings)) {
            assertThatThrownBy(() -> jobs.describe("june"))
                    .isInstanceOf(TransientFailureException.class)
                    .hasMessageContaining("FILE_FORBIDDEN");
        }
    }

    private int status(String method, String path, String body) throws IOException {
        return cluster.gate().asCaller(method, path, body).statusCode();
    }

    /**
     * A Job is created, and looked at again and again (Step Functions developer guide, "Create and manage Amazon EKS clusters"); what runs
     * is ended as well as may be when the execution is stopped ("Integration patterns").
     */
    @Test
    void shouldLetTheMachineStartAndSeeJobsAndSeeTheirPodsAndNoMore() throws IOException {
        cluster.letIn(KubernetesAccess.MACHINE_GROUP);

        assertThat(status("POST", JOBS, ClusterDouble.job("june"))).isEqualTo(201);
        assertThat(status("GET", JOBS + "/june", "")).isEqualTo(200);
        assertThat(status("GET", PODS + "?labelSelector=job-name%3Djune&limit=5", ""))
                .isEqualTo(200);
        assertThat(status("DELETE", JOBS + "/june", "")).isEqualTo(200);
        assertThat(status("POST", PODS, "{}")).isEqualTo(403);
        assertThat(status("PATCH", JOBS + "/june", "{}")).isEqualTo(403);
        assertThat(status("GET", "/api/v1/namespaces", "")).isEqualTo(403);
        assertThat(status("GET", JOBS.replace("sleeper-prod-bulk-import", ClusterDouble.SYSTEM), ""))
                .isEqualTo(403);
    }

    @Test
    void shouldLetDriversDoWhatSparkAsksAndNoMore() throws IOException {
        assertThat(verbs(RIGHTS + "sleeper-prod-bulk-import/roles/sleeper-spark"))
                .isEqualTo(verbs(RIGHTS + ClusterDouble.SYSTEM + "/roles/spark-driver"))
                .isNotEmpty();
    }

    /** @return verbs by group and resource */
    private Map<String, Set<String>> verbs(String role) throws IOException {
        Map<String, Set<String>> verbs = new TreeMap<>();
        for (JsonNode rule : cluster.get(role).path("rules")) {
            String resource = rule.at("/apiGroups/0").asText() + "/"
                    + rule.at("/resources/0").asText();
            rule.path("verbs")
                    .forEach(verb -> verbs.computeIfAbsent(resource, unused -> new TreeSet<>())
                            .add(verb.asText()));
        }
        return verbs;
    }
}
