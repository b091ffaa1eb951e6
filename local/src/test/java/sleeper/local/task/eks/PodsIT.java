package sleeper.local.task.eks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.local.task.eks.objects.Meta;

/** Pods on the one node: where they stand, what they are started as, and what can happen to them. */
class PodsIT {
    @TempDir
    private Path folder;

    private TestCluster kubernetes;

    @BeforeEach
    void open() throws IOException {
        kubernetes = new TestCluster(folder);
    }

    @AfterEach
    void close() {
        kubernetes.close();
    }

    private static String phase(JsonNode pod) {
        return pod.at("/status/phase").asText();
    }

    private static String waiting(JsonNode pod) {
        return pod.at("/status/containerStatuses/0/state/waiting/reason").asText();
    }

    private JsonNode driverRuns() {
        kubernetes.createJob("load");
        kubernetes.started();
        return kubernetes.pod();
    }

    private ObjectNode pod(String name) {
        return kubernetes.pods().stream()
                .filter(pod -> pod.at("/metadata/name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldRunAPodOnceItsNodeIsThere() {
        // When
        kubernetes.createJob("load");
        // Then
        assertThat(phase(kubernetes.pod())).isEqualTo("Pending");
        assertThat(waiting(kubernetes.pod())).isEqualTo("ContainerCreating");
        assertThat(kubernetes.drivers()).isEmpty();
        // When
        kubernetes.started();
        // Then
        assertThat(phase(kubernetes.pod())).isEqualTo("Running");
        assertThat(kubernetes.pod().at("/status/podIP").asText()).isEqualTo("127.0.0.1");
        assertThat(kubernetes.drivers()).hasSize(1);
    }

    @Test
    void shouldStartADriverAsTheEntrypointDoes() {
        // When
        JsonNode pod = driverRuns();
        // Then
        List<String> words = kubernetes.drivers().get(0).command().words();
        assertThat(words)
                .contains("-Xmx1024m")
                .containsSequence("-cp", "spark/*", "org.apache.spark.deploy.SparkSubmit");
        assertThat(words.subList(words.indexOf("org.apache.spark.deploy.SparkSubmit") + 1, words.size()))
                .containsExactly(
                        "--conf",
                        "spark.driver.bindAddress=127.0.0.1",
                        "--conf",
                        "spark.ui.port=0",
                        "--conf",
                        "spark.scheduler.maxRegisteredResourcesWaitingTime=5s",
                        "--deploy-mode",
                        "client",
                        "--master",
                        "k8s://" + kubernetes.cluster().address(),
                        "--conf",
                        "spark.driver.host=127.0.0.1",
                        "--conf",
                        "spark.kubernetes.driver.pod.name="
                                + pod.at("/metadata/name").asText(),
                        "--class",
                        "Main",
                        "local:///built/job.jar",
                        "load",
                        "1");
    }

    @Test
    void shouldStartAnExecutorWithNoMoreThanTheNodeGives() {
        // When
        kubernetes.createExecutor(driverRuns(), 1);
        kubernetes.started();
        // Then
        List<String> words = kubernetes.executors().get(0).command().words();
        assertThat(words).contains("-Xmx1024m");
        assertThat(words.subList(words.indexOf("--driver-url"), words.size()))
                .containsExactly(
                        "--driver-url",
                        "spark://driver",
                        "--executor-id",
                        "1",
                        "--cores",
                        "1",
                        "--app-id",
                        "app",
                        "--hostname",
                        "127.0.0.1",
                        "--resourceProfileId",
                        "0",
                        "--podName",
                        "load-exec-1");
        assertThat(pod("load-exec-1").at("/spec/containers/0/env/2/value").asText())
                .as("the request is as it was")
                .isEqualTo("14661m");
    }

    @Test
    void shouldWaitForAConfigMapThatIsMadeAfterThePod() throws IOException {
        // Given
        ObjectNode pod = TestCluster.executor(driverRuns(), 1);
        ObjectNode spec = (ObjectNode) pod.path("spec");
        spec.set("volumes", TestCluster.json("""
                {"list":[{"name":"conf","configMap":{"name":"conf","items":[{"key":"spark.properties","path":"spark.properties"}]}}]}
                """).path("list"));
        ObjectNode container = (ObjectNode) pod.at("/spec/containers/0");
        container.set("volumeMounts", TestCluster.json("""
                {"list":[{"name":"conf","mountPath":"/opt/spark/conf"}]}
                """).path("list"));
        container
                .withArrayProperty("env")
                .addObject()
                .put("name", "SPARK_CONF_DIR")
                .put("value", "/opt/spark/conf");
        kubernetes.call("POST", "/api/v1/namespaces/sleeper/pods", Map.of(), pod);
        // When
        kubernetes.started();
        // Then
        assertThat(waiting(pod("load-exec-1"))).isEqualTo("ContainerCreating");
        // When
        kubernetes.call("POST", "/api/v1/namespaces/sleeper/configmaps", Map.of(), TestCluster.json("""
                {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"conf"},"data":{"spark.properties":"a=b"}}
                """));
        kubernetes.after(Duration.ofSeconds(1));
        // Then
        assertThat(phase(pod("load-exec-1"))).isEqualTo("Running");
        Path conf =
                Path.of(kubernetes.executors().get(0).command().environment().get("SPARK_CONF_DIR"));
        assertThat(conf.resolve("spark.properties")).hasContent("a=b");
    }

    @Test
    void shouldKeepAPodWaitingUntilThereIsRoom() {
        // Given
        JsonNode driver = driverRuns();
        kubernetes.createExecutor(driver, 1);
        kubernetes.createExecutor(driver, 2);
        // When
        kubernetes.createExecutor(driver, 3);
        kubernetes.started();
        // Then
        assertThat(phase(pod("load-exec-3"))).isEqualTo("Pending");
        assertThat(pod("load-exec-3").at("/status/conditions/0")).isEqualTo(TestCluster.json("""
                        {"type":"PodScheduled","status":"False","reason":"Unschedulable",
                         "message":"0/1 nodes are available: 1 Too many pods. The embedded run has room for 2 executors of a driver at a time.",
                         "lastTransitionTime":"2026-11-28T10:00:40Z"}
                        """));
        // When
        kubernetes.executors().get(0).exit(0);
        kubernetes.started();
        // Then
        assertThat(phase(pod("load-exec-3"))).isEqualTo("Running");
    }

    @Test
    void shouldMakeNoPodUntilThereIsRoomForADriver() throws IOException {
        try (TestCluster small = new TestCluster(folder.resolve("small"), 1)) {
            // Given
            small.createJob("first");
            small.started();
            // When
            small.createJob("second");
            // Then
            assertThat(Meta.labels(small.pod())).containsEntry("job-name", "first");
            // When
            small.drivers().get(0).exit(0);
            small.started();
            // Then
            assertThat(small.pods()).extracting(PodsIT::phase).containsExactly("Succeeded", "Running");
        }
    }

    @Test
    void shouldGiveRoomBackOnlyWhenTheDriverOfADeletedJobHasEnded() throws IOException {
        try (TestCluster small = new TestCluster(folder.resolve("small"), 1)) {
            // Given
            small.createJob("first");
            small.started();
            small.createJob("second");
            small.drivers().get(0).deafen();
            // When
            new KubernetesJobs(small.cluster()).end("first", "the test");
            small.loop().runUntilIdle();
            // Then
            assertThat(Meta.labels(small.pod())).containsEntry("job-name", "first");
            // When
            small.drivers().get(0).exit(137);
            small.started();
            // Then
            assertThat(Meta.labels(small.pod())).containsEntry("job-name", "second");
            assertThat(phase(small.pod())).isEqualTo("Running");
        }
    }

    @Test
    void shouldCountADriverThatAnEarlierProcessHasLeft() throws IOException {
        try (TestCluster small = new TestCluster(folder.resolve("small"), 1)) {
            // Given
            small.createJob("first");
            small.started();
            // When
            small.reopen();
            small.createJob("second");
            small.started();
            // Then
            assertThat(Meta.labels(small.pod())).containsEntry("job-name", "first");
        }
    }

    @Test
    void shouldNotRunASizeThatNoPodOfFargateHas() {
        // Given
        ObjectNode manifest = TestCluster.manifest("large", TestCluster.attempt("large", 1), TestCluster.IMAGE);
        ((ObjectNode) manifest.at("/spec/template/spec/containers/0/resources/requests")).put("memory", "120Gi");
        // When
        kubernetes.call("POST", "/apis/batch/v1/namespaces/sleeper/jobs", Map.of(), manifest);
        kubernetes.started();
        // Then
        assertThat(kubernetes.pod().at("/status/conditions/0/message").asText())
                .startsWith("Your cpu, memory and storage request is not supported: ")
                .contains("122880 MiB", "at most 16 cores and 122624 MiB");
        assertThat(kubernetes.drivers()).isEmpty();
    }

    @Test
    void shouldSayThatAnImageCannotBePulledAndTryAgain() {
        // Given
        ObjectNode manifest = TestCluster.manifest("load", TestCluster.attempt("load", 1), "no/such:image");
        kubernetes.call("POST", "/apis/batch/v1/namespaces/sleeper/jobs", Map.of(), manifest);
        // When
        kubernetes.started();
        // Then
        assertThat(waiting(kubernetes.pod())).isEqualTo("ErrImagePull");
        // When
        kubernetes.after(Duration.ofSeconds(10));
        // Then
        assertThat(phase(kubernetes.pod())).isEqualTo("Pending");
        assertThat(kubernetes.pod().at("/status/containerStatuses/0/state/waiting"))
                .isEqualTo(
                        TestCluster.json("{\"reason\":\"ImagePullBackOff\",\"message\":\"no image no/such:image\"}"));
    }

    @Test
    void shouldFailAPodWhoseProcessFails() {
        // Given
        driverRuns();
        // When
        kubernetes.drivers().get(0).exit(1);
        kubernetes.loop().runUntilIdle();
        // Then
        assertThat(phase(kubernetes.pod())).isEqualTo("Failed");
        assertThat(kubernetes.pod().at("/status/containerStatuses/0/state/terminated"))
                .isEqualTo(TestCluster.json("""
                        {"exitCode":1,"reason":"Error","startedAt":"2026-11-28T10:00:40Z","finishedAt":"2026-11-28T10:00:40Z"}
                        """));
    }

    @Test
    void shouldTakeAPodAwayOnlyWhenItsProcessHasEnded() {
        // Given
        driverRuns();
        kubernetes.drivers().get(0).deafen();
        // When
        String name = kubernetes.pod().at("/metadata/name").asText();
        kubernetes.call("DELETE", "/api/v1/namespaces/sleeper/pods/" + name);
        // Then
        assertThat(kubernetes.pod().at("/metadata/deletionTimestamp").asText()).isEqualTo("2026-11-28T10:00:40Z");
        // When
        kubernetes.drivers().get(0).exit(143);
        kubernetes.loop().runUntilIdle();
        // Then
        assertThat(kubernetes.pods()).isEmpty();
    }

    @Test
    void shouldEvictADriverAndFailItsJob() {
        // Given
        JsonNode driver = driverRuns();
        // When
        kubernetes
                .cluster()
                .kubelet()
                .evict("sleeper", driver.at("/metadata/name").asText());
        kubernetes.loop().runUntilIdle();
        // Then
        assertThat(kubernetes.pod().at("/status/reason").asText()).isEqualTo("Evicted");
        assertThat(kubernetes.drivers().get(0).isAlive()).isFalse();
        assertThat(kubernetes.conditions("load")).containsExactly("Failed BackoffLimitExceeded");
    }

    @Test
    void shouldKillAnExecutor() {
        // Given
        kubernetes.createExecutor(driverRuns(), 1);
        kubernetes.started();
        // When
        kubernetes.cluster().kubelet().kill("sleeper", "load-exec-1");
        kubernetes.loop().runUntilIdle();
        // Then
        assertThat(phase(pod("load-exec-1"))).isEqualTo("Failed");
        assertThat(pod("load-exec-1")
                        .at("/status/containerStatuses/0/state/terminated/exitCode")
                        .asInt())
                .isEqualTo(137);
    }

    @Test
    void shouldEvictAnExecutorAndGiveItsRoomToTheNext() {
        // Given
        JsonNode driver = driverRuns();
        kubernetes.createExecutor(driver, 1);
        kubernetes.createExecutor(driver, 2);
        kubernetes.createExecutor(driver, 3);
        kubernetes.started();
        // When
        kubernetes.cluster().kubelet().evict("sleeper", "load-exec-1");
        kubernetes.started();
        // Then
        assertThat(pod("load-exec-1").at("/status/reason").asText()).isEqualTo("Evicted");
        assertThat(kubernetes.executors().get(0).isAlive()).isFalse();
        assertThat(phase(pod("load-exec-3"))).isEqualTo("Running");
        assertThat(kubernetes.conditions("load")).isEmpty();
    }

    @Test
    void shouldEndExecutorsWithTheirDriversPod() {
        // Given
        JsonNode driver = driverRuns();
        kubernetes.createExecutor(driver, 1);
        kubernetes.started();
        // When
        kubernetes.call(
                "DELETE",
                "/api/v1/namespaces/sleeper/pods/" + driver.at("/metadata/name").asText());
        kubernetes.loop().runUntilIdle();
        // Then
        assertThat(kubernetes.pods()).isEmpty();
        assertThat(kubernetes.executors().get(0).isAlive()).isFalse();
        assertThat(kubernetes.conditions("load")).containsExactly("Failed BackoffLimitExceeded");
    }

    @Test
    void shouldRunExecutorsThatDoNothing() {
        // Given
        JsonNode driver = driverRuns();
        kubernetes.cluster().faults().executorsHang(true);
        // When
        kubernetes.createExecutor(driver, 1);
        kubernetes.started();
        // Then
        assertThat(phase(pod("load-exec-1"))).isEqualTo("Running");
        assertThat(kubernetes.executors()).isEmpty();
    }

    @Test
    void shouldNotTakeADriverThatASignalEndedForFailedAtOnce() {
        // Given what ends a session ends this process and the driver's, in any order
        driverRuns();
        // When
        kubernetes.drivers().get(0).destroy();
        kubernetes.loop().runUntilIdle();
        // Then
        assertThat(phase(kubernetes.pod())).isEqualTo("Running");
        kubernetes.after(Duration.ofSeconds(5));
        assertThat(phase(kubernetes.pod())).isEqualTo("Failed");
    }

    @Test
    void shouldNotStartADriverThatNoExecutorCouldReach() {
        // Given
        ObjectNode manifest = TestCluster.manifest("load", TestCluster.attempt("load", 1), TestCluster.IMAGE);
        ((ObjectNode) manifest.at("/spec/template/spec/containers/0/env/2")).put("name", "OTHER");
        kubernetes.call("POST", "/apis/batch/v1/namespaces/sleeper/jobs", Map.of(), manifest);
        // When
        kubernetes.started();
        // Then
        assertThat(kubernetes.pod().at("/status/message").asText())
                .isEqualTo(
                        "Neither the variable SPARK_DRIVER_BIND_ADDRESS nor spark.driver.bindAddress is set: in a cluster, the driver"
                                + " would listen on its pod's loopback address, where no executor reaches it. Set the variable from the field"
                                + " status.podIP.");
    }
}
