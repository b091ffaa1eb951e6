package sleeper.local.task.eks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sleeper.core.resource.KubernetesNames;
import sleeper.local.task.eks.api.ApiAnswer;
import sleeper.local.task.eks.kubelet.ContainerProcesses;
import sleeper.local.task.eks.objects.Meta;

/** What becomes of Jobs: their pods, their end, and what is left of them. */
class JobsIT {
    private static final String JOBS = "/apis/batch/v1/namespaces/sleeper/jobs";

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

    private void loadRuns() {
        kubernetes.createJob("load");
        kubernetes.started();
    }

    private void exit(int code) {
        kubernetes.drivers().get(kubernetes.drivers().size() - 1).exit(code);
        kubernetes.loop().runUntilIdle();
    }

    private ApiAnswer.Body delete(String policy) {
        return kubernetes.call(
                "DELETE",
                JOBS + "/load",
                policy.isEmpty() ? Map.of() : Map.of("propagationPolicy", List.of(policy)),
                TestCluster.json("{}"));
    }

    @Test
    void shouldMakeAPodThatBelongsToTheJob() {
        // When
        ObjectNode job = (ObjectNode) kubernetes.createJob("load");
        // Then
        ObjectNode pod = kubernetes.pod();
        assertThat(Meta.name(pod)).matches("load-[0-9a-f]{5}");
        assertThat(Meta.labels(pod))
                .containsEntry("job-name", "load")
                .containsEntry("batch.kubernetes.io/job-name", "load")
                .containsEntry("controller-uid", Meta.uid(job))
                .containsEntry("batch.kubernetes.io/controller-uid", Meta.uid(job))
                .containsEntry("sleeper-attempt", "load-a1");
        assertThat(pod.at("/metadata/ownerReferences")).singleElement().isEqualTo(TestCluster.json("""
                {"apiVersion":"batch/v1","kind":"Job","name":"load","uid":"%s","controller":true,"blockOwnerDeletion":true}
                """.formatted(
                        Meta.uid(job))));
    }

    @Test
    void shouldCompleteAJobWhosePodSucceeds() {
        // Given
        loadRuns();
        // When
        exit(0);
        // Then
        assertThat(kubernetes.conditions("load")).containsExactly("Complete CompletionsReached");
        assertThat(kubernetes.job("load").at("/status/succeeded").asInt()).isEqualTo(1);
        assertThat(kubernetes.pods()).hasSize(1);
    }

    @Test
    void shouldFailAJobWhosePodFails() {
        // Given
        loadRuns();
        // When
        exit(1);
        // Then
        assertThat(kubernetes.conditions("load")).containsExactly("Failed BackoffLimitExceeded");
        assertThat(kubernetes.drivers()).hasSize(1);
    }

    @Test
    void shouldTryAgainAsOftenAsTheBackoffLimitSays() {
        // Given
        ObjectNode manifest = TestCluster.manifest("load", TestCluster.attempt("load", 1), TestCluster.IMAGE);
        ((ObjectNode) manifest.path("spec")).put("backoffLimit", 1);
        kubernetes.call("POST", JOBS, Map.of(), manifest);
        kubernetes.started();
        // When
        exit(1);
        kubernetes.started();
        // Then
        assertThat(kubernetes.drivers()).hasSize(2);
        assertThat(kubernetes.conditions("load")).isEmpty();
        // When
        exit(1);
        // Then
        assertThat(kubernetes.conditions("load")).containsExactly("Failed BackoffLimitExceeded");
    }

    @Test
    void shouldFailAJobOnceItsLatePodHasEnded() {
        // Given
        loadRuns();
        kubernetes.drivers().get(0).deafen();
        // When
        kubernetes.after(Duration.ofHours(1));
        // Then
        assertThat(kubernetes.conditions("load")).containsExactly("FailureTarget DeadlineExceeded");
        // When
        exit(143);
        // Then
        assertThat(kubernetes.conditions("load"))
                .containsExactly("FailureTarget DeadlineExceeded", "Failed DeadlineExceeded");
        assertThat(kubernetes.pods()).isEmpty();
    }

    @Test
    void shouldCountTheDeadlineOverARestart() throws IOException {
        // Given
        loadRuns();
        kubernetes.after(Duration.ofMinutes(50));
        // When
        kubernetes.reopen();
        kubernetes.after(Duration.ofMinutes(10));
        // Then
        assertThat(kubernetes.conditions("load")).contains("Failed DeadlineExceeded");
    }

    @Test
    void shouldTakeAwayAJobThatHasLongEnded() {
        // Given
        loadRuns();
        exit(0);
        // When
        kubernetes.after(Duration.ofDays(1));
        // Then
        assertThat(kubernetes.call("GET", JOBS + "/load").status()).isEqualTo(404);
        assertThat(kubernetes.pods()).isEmpty();
    }

    @Test
    void shouldTakePodsAwayBehindTheirJob() {
        // Given
        loadRuns();
        // When
        delete("Background");
        // Then
        assertThat(kubernetes.call("GET", JOBS + "/load").status()).isEqualTo(404);
        assertThat(kubernetes.drivers().get(0).isAlive()).isFalse();
        assertThat(kubernetes.pods()).isEmpty();
    }

    @Test
    void shouldTakePodsAwayBeforeTheirJob() {
        // Given
        loadRuns();
        kubernetes.drivers().get(0).deafen();
        // When
        delete("Foreground");
        // Then
        assertThat(Meta.isBeingDeleted(kubernetes.job("load"))).isTrue();
        // When
        exit(137);
        // Then
        assertThat(kubernetes.call("GET", JOBS + "/load").status()).isEqualTo(404);
        assertThat(kubernetes.pods()).isEmpty();
    }

    @Test
    void shouldLeaveThePodOfAJobThatIsDeletedWithoutSayingHow() {
        // Given
        loadRuns();
        // When
        delete("");
        // Then Kubernetes orphans what batch/v1 Jobs own, unless it is told otherwise
        assertThat(kubernetes.call("GET", JOBS + "/load").status()).isEqualTo(404);
        assertThat(kubernetes.drivers().get(0).isAlive()).isTrue();
        assertThat(Meta.owners(kubernetes.pod())).isEmpty();
    }

    @Test
    void shouldRunTheDriverThatWasLostWithTheServicesAgain() throws IOException {
        // Given
        loadRuns();
        ObjectNode driver = kubernetes.pod();
        kubernetes.createExecutor(driver, 1);
        kubernetes.createExecutor(driver, 2);
        kubernetes.createExecutor(driver, 3);
        kubernetes.started();
        // When
        kubernetes.reopen();
        kubernetes.started();
        // Then
        assertThat(kubernetes.executors()).as("those of a driver that is lost").hasSize(2);
        assertThat(kubernetes.drivers()).hasSize(2);
        assertThat(Meta.uid(kubernetes.pod())).isEqualTo(Meta.uid(driver));
        assertThat(kubernetes
                        .pod()
                        .at("/status/containerStatuses/0/restartCount")
                        .asInt())
                .isEqualTo(1);
        // When
        exit(0);
        // Then
        assertThat(kubernetes.conditions("load")).containsExactly("Complete CompletionsReached");
    }

    @Test
    void shouldEndWhatOutlivedTheServicesBeforeTheDriverRunsAgain() throws Exception {
        // Given
        List<Process> started = new ArrayList<>();
        ContainerProcesses real = (command, place, log) -> {
            started.add(new ProcessBuilder("sleep", "600").start());
            return started.get(started.size() - 1);
        };
        try (TestCluster outlived = new TestCluster(folder.resolve("real"), real)) {
            outlived.createJob("load");
            outlived.started();
            outlived.createExecutor(outlived.pod(), 1);
            outlived.started();
            assertThat(started).hasSize(2).allMatch(Process::isAlive);
            // When
            outlived.reopen();
            outlived.started();
            // Then
            assertThat(started).extracting(Process::isAlive).containsExactly(false, false, true);
            assertThat(outlived.pods()).hasSize(1);
        } finally {
            started.forEach(Process::destroyForcibly);
        }
    }

    @Test
    void shouldKnowAfterARestartWhatEndedBefore() throws IOException {
        // Given
        loadRuns();
        exit(1);
        ObjectNode job = kubernetes.job("load");
        // When
        kubernetes.reopen();
        // Then
        assertThat(kubernetes.job("load")).isEqualTo(job);
        assertThat(kubernetes.drivers()).hasSize(1);
    }

    @Test
    void shouldRefuseWhatKubernetesDoesNotTake() {
        // Given
        ObjectNode manifest = TestCluster.manifest("Load_1", TestCluster.attempt("load", 1), TestCluster.IMAGE);
        // When
        ApiAnswer.Body answer = kubernetes.call("POST", JOBS, Map.of(), manifest);
        // Then
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json()).isEqualTo(TestCluster.json("""
                {"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"%1$s","reason":"Invalid",
                 "details":{"name":"Load_1","group":"batch","kind":"Job","causes":[{"reason":"FieldValueInvalid","message":"%2$s",
                 "field":"metadata.name"}]},"code":422}
                """.formatted(
                        "Job.batch \\\"Load_1\\\" is invalid: metadata.name: Invalid value: \\\"Load_1\\\": " + RULE,
                        "Invalid value: \\\"Load_1\\\": " + RULE)));
    }

    private static final String RULE =
            "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and"
                    + " must start and end with an alphanumeric character";

    @Test
    void shouldMakeNoPodBeforeItsImageIsMadeOnThisMachine() {
        // Given
        List<ObjectNode> podsMeanwhile = new ArrayList<>();
        List<String> states = new ArrayList<>();
        kubernetes.imageIsMadeWith(() -> CompletableFuture.runAsync(() -> {
            podsMeanwhile.addAll(kubernetes.pods());
            states.add(new KubernetesJobs(kubernetes.cluster())
                    .describe("load")
                    .orElseThrow()
                    .state());
        }));
        // When
        kubernetes.createJob("load");
        kubernetes.started();
        // Then
        assertThat(podsMeanwhile).isEmpty();
        assertThat(states).containsExactly(KubernetesNames.JOB_WITHOUT_POD);
        assertThat(kubernetes.pods()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/spec | suspend | true | spec.suspend",
                "/spec | parallelism | 2 | spec.parallelism",
                "/spec | completions | 3 | spec.completions",
                "/spec/template/spec/containers/0 | command | [\"sh\"] | spec.template.spec.containers[0].command",
                "/spec/template/spec/containers/0 | envFrom | [{\"prefix\":\"A\"}] | spec.template.spec.containers[0].envFrom",
                "/spec/template/spec | initContainers | [{\"name\":\"a\",\"image\":\"b\"}] | spec.template.spec.initContainers"
            })
    void shouldRefuseWhatItWouldPassOver(String place, String field, String value, String named) throws Exception {
        // Given
        ObjectNode manifest = TestCluster.manifest("load", TestCluster.attempt("load", 1), TestCluster.IMAGE);
        ((ObjectNode) manifest.at(place)).set(field, new ObjectMapper().readTree(value));
        // When
        ApiAnswer.Body answer = kubernetes.call("POST", JOBS, Map.of(), manifest);
        // Then
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().path("message").asText()).contains(named + ": Unsupported value");
    }

    @Test
    void shouldRefuseAFieldThatThereIsNot() {
        // Given
        ObjectNode manifest = TestCluster.manifest("load", TestCluster.attempt("load", 1), TestCluster.IMAGE);
        ((ObjectNode) manifest.at("/spec/template/spec/containers/0")).put("arguments", "x");
        // When
        ApiAnswer.Body answer = kubernetes.call("POST", JOBS, Map.of(), manifest);
        // Then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("message").asText())
                .isEqualTo("strict decoding error: unknown field \"spec.template.spec.containers[0].arguments\"");
    }
}
