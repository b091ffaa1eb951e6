package sleeper.local.task.eks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.error.TransientFailureException;
import sleeper.core.job.AttemptId;
import sleeper.core.resource.KubernetesNames;
import sleeper.local.task.ServiceFaults;
import sleeper.stepfunctions.task.TaskFailedException;
import sleeper.stepfunctions.task.TaskOutcome;

/** {@code eks:runJob.sync} and {@code eks:call}, as Tasks of a state machine use them. */
class EksRunJobIT {
    private static final AttemptId LOAD = TestCluster.attempt("load", 1);

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

    private static ObjectNode manifest() {
        return TestCluster.manifest("load-a1", LOAD, TestCluster.IMAGE);
    }

    private void exit(int code) {
        kubernetes.drivers().get(kubernetes.drivers().size() - 1).exit(code);
        kubernetes.after(Duration.ofSeconds(1));
    }

    @Test
    void shouldGiveTheJobOnceItIsComplete() {
        // Given
        CompletableFuture<TaskOutcome> outcome = kubernetes.runJob(manifest());
        kubernetes.started();
        assertThat(outcome).isNotDone();
        // When
        exit(0);
        // Then
        assertThat(outcome).isCompletedWithValue(TaskOutcome.succeeded(kubernetes.job("load-a1")));
    }

    @Test
    void shouldFailWithTheJobAsCause() {
        // Given
        CompletableFuture<TaskOutcome> outcome = kubernetes.runJob(manifest());
        kubernetes.started();
        // When
        exit(1);
        // Then
        assertThat(outcome)
                .isCompletedWithValue(TaskOutcome.failed(
                        "States.TaskFailed", kubernetes.job("load-a1").toString()));
    }

    @Test
    void shouldRefuseANameThatExists() {
        // Given
        assertThat(kubernetes.runJob(manifest())).isNotDone();
        // When / Then
        assertThatThrownBy(() -> kubernetes.runJob(manifest()))
                .isInstanceOfSatisfying(
                        TaskFailedException.class,
                        failure -> assertThat(failure.error()).isEqualTo("EKS.409"))
                .hasMessageContaining("jobs.batch \\\"load-a1\\\" already exists");
    }

    @Test
    void shouldSayThatTheJobWasDeletedMeanwhile() {
        // Given
        CompletableFuture<TaskOutcome> outcome = kubernetes.runJob(manifest());
        kubernetes.started();
        // When
        new KubernetesJobs(kubernetes.cluster()).end("load-a1", "the test");
        kubernetes.after(Duration.ofSeconds(1));
        // Then
        assertThat(outcome)
                .isCompletedWithValue(TaskOutcome.failed(
                        "EKS.404", "jobs.batch \"load-a1\" not found: it was deleted while it was waited for"));
    }

    private ServiceFaults faults() {
        return kubernetes.cluster().faults().services();
    }

    @Test
    void shouldCreateNothingWhenItIsThrottled() {
        // Given
        faults().next(EksFaults.CREATE_JOB, new ServiceFaults.Refuse("EKS.429", "Too many requests"));
        // When / Then
        assertThatThrownBy(() -> kubernetes.runJob(manifest()))
                .isInstanceOfSatisfying(
                        TaskFailedException.class,
                        failure -> assertThat(failure.error()).isEqualTo("EKS.429"));
        assertThat(new KubernetesJobs(kubernetes.cluster()).find(LOAD)).isEmpty();
    }

    @Test
    void shouldCreateNoSecondJobWhereTheReplyWasLost() {
        // Given
        faults().next(EksFaults.CREATE_JOB, new ServiceFaults.LoseReply("EKS.500", "Internal error occurred"));
        assertThatThrownBy(() -> kubernetes.runJob(manifest()))
                .isInstanceOfSatisfying(
                        TaskFailedException.class,
                        failure -> assertThat(failure.error()).isEqualTo("EKS.500"));
        // When / Then
        assertThatThrownBy(() -> kubernetes.runJob(manifest())).hasMessageContaining("already exists");
        kubernetes.started();
        assertThat(kubernetes.pods()).hasSize(1);
        assertThat(new KubernetesJobs(kubernetes.cluster()).find(LOAD)).hasSize(1);
    }

    @Test
    void shouldNeverHearOfAJobWhoseReplyNeverComes() {
        // Given
        faults().next(EksFaults.CREATE_JOB, new ServiceFaults.WorkAndHang());
        CompletableFuture<TaskOutcome> outcome = kubernetes.runJob(manifest());
        kubernetes.started();
        // When
        exit(0);
        // Then
        assertThat(outcome).isNotDone();
        assertThat(kubernetes.conditions("load-a1")).containsExactly("Complete CompletionsReached");
    }

    @Test
    void shouldListAJobLate() {
        // Given
        faults().listLate(Duration.ofSeconds(10));
        assertThat(kubernetes.runJob(manifest())).isNotDone();
        KubernetesJobs jobs = new KubernetesJobs(kubernetes.cluster());
        // When / Then
        assertThat(jobs.find(LOAD)).isEmpty();
        kubernetes.after(Duration.ofSeconds(10));
        assertThat(jobs.find(LOAD)).hasSize(1);
    }

    @Test
    void shouldSayThatJobsCannotBeLookedAt() {
        // Given
        KubernetesJobs jobs = new KubernetesJobs(kubernetes.cluster());
        faults().next(EksFaults.LIST_JOBS, new ServiceFaults.Refuse("EKS.429", "Too many requests"));
        // When / Then
        assertThatThrownBy(() -> jobs.find(LOAD))
                .isInstanceOf(TransientFailureException.class)
                .hasMessageContaining("Too many requests");
        kubernetes.cluster().faults().away(kubernetes.loop(), Duration.ofMinutes(1));
        assertThatThrownBy(() -> jobs.find(LOAD)).isInstanceOf(TransientFailureException.class);
        assertThatThrownBy(() -> jobs.describe("load-a1")).isInstanceOf(TransientFailureException.class);
        assertThatThrownBy(() -> jobs.end("load-a1", "the test")).isInstanceOf(TransientFailureException.class);
    }

    @Test
    void shouldLeaveTheJobToWhoeverDeletesIt() {
        // Given
        ObjectNode parameters = TestCluster.json("{}").put("Namespace", "sleeper");
        parameters.set("Job", manifest());
        var task = new EksRunJob(kubernetes.cluster())
                .start(TestCluster.request("Run job", parameters), TestCluster.NO_PROGRESS);
        kubernetes.started();
        // When
        task.cancel();
        kubernetes.loop().runUntilIdle();
        // Then
        assertThat(kubernetes.drivers().get(0).isAlive()).isTrue();
    }

    @Test
    void shouldAwaitTheSameJobWhenTheServicesAreStartedAgain() throws IOException {
        // Given
        assertThat(kubernetes.runJob(manifest())).isNotDone();
        kubernetes.started();
        kubernetes.reopen();
        // When the Task that was interrupted is started again
        CompletableFuture<TaskOutcome> outcome = kubernetes.runJob(manifest());
        kubernetes.started();
        exit(0);
        // Then
        assertThat(outcome).isCompletedWithValue(TaskOutcome.succeeded(kubernetes.job("load-a1")));
        assertThat(kubernetes.pods()).hasSize(1);
        assertThatThrownBy(() -> kubernetes.runJob(manifest()))
                .as("it is no other Task's")
                .hasMessageContaining("already exists");
    }

    @Test
    void shouldGoOnWaitingWhileTheApiServerIsAway() {
        // Given
        CompletableFuture<TaskOutcome> outcome = kubernetes.runJob(manifest());
        kubernetes.started();
        // When
        kubernetes.cluster().faults().away(kubernetes.loop(), Duration.ofMinutes(1));
        exit(0);
        // Then
        assertThat(outcome).isNotDone();
        assertThatThrownBy(() -> kubernetes.runJob(manifest()))
                .isInstanceOfSatisfying(
                        TaskFailedException.class,
                        failure -> assertThat(failure.error()).isEqualTo("EKS.503"));
        // When
        kubernetes.after(Duration.ofMinutes(1));
        // Then
        assertThat(outcome).isCompletedWithValue(TaskOutcome.succeeded(kubernetes.job("load-a1")));
    }

    @Test
    void shouldRunJobsOfIdsThatKubernetesDoesNotTakeAndOfIdsThatBeginAlike() {
        // Given
        String begin = "Orders_of_the_whole_year_2026_";
        AttemptId first = TestCluster.attempt(begin + "1", 1);
        AttemptId second = TestCluster.attempt(begin + "2", 1);
        // When
        for (AttemptId attempt : List.of(first, second)) {
            assertThat(kubernetes.runJob(
                            TestCluster.manifest(KubernetesNames.jobName(attempt), attempt, TestCluster.IMAGE)))
                    .isNotDone();
        }
        // Then
        KubernetesJobs jobs = new KubernetesJobs(kubernetes.cluster());
        assertThat(kubernetes.pods()).hasSize(2);
        assertThat(jobs.find(first)).hasSize(1).isNotEqualTo(jobs.find(second));
    }

    @Test
    void shouldRefuseAnotherCluster() {
        ObjectNode parameters = TestCluster.json("{}");
        var request = TestCluster.request("Run job", parameters);
        parameters.put("ClusterName", "other");
        assertThatThrownBy(() -> new EksRunJob(kubernetes.cluster()).start(request, TestCluster.NO_PROGRESS))
                .hasMessage("No cluster found for name: other. The embedded run has embedded.");
    }

    @Nested
    class Call {
        private JsonNode call(String method, String path, String query) {
            ObjectNode parameters = TestCluster.json("{}");
            parameters.put("Method", method).put("Path", path);
            parameters.set("QueryParameters", TestCluster.json(query));
            return new EksCall(kubernetes.cluster())
                    .run(TestCluster.request("Look", parameters).parameters());
        }

        @Test
        void shouldGiveThePodsOfAJob() {
            // Given
            kubernetes.createJob("load");
            kubernetes.createJob("other");
            // When
            JsonNode output = call(
                    "GET",
                    "/api/v1/namespaces/sleeper/pods",
                    "{\"labelSelector\":[\"job-name=load\"],\"limit\":[\"5\"]}");
            // Then
            assertThat(output.path("StatusCode").asInt()).isEqualTo(200);
            assertThat(output.path("StatusText").asText()).isEqualTo("OK");
            assertThat(output.at("/ResponseBody/items")).hasSize(1);
            assertThat(output.at("/ResponseBody/items/0/metadata/labels/job-name")
                            .asText())
                    .isEqualTo("load");
        }

        @Test
        void shouldFailWithTheStatusAsError() {
            assertThatThrownBy(() -> call("GET", "/api/v1/namespaces/sleeper/pods/none", "{}"))
                    .isInstanceOfSatisfying(
                            TaskFailedException.class,
                            failure -> assertThat(failure.error()).isEqualTo("EKS.404"))
                    .hasMessageContaining("pods \\\"none\\\" not found");
        }

        @Test
        void shouldDeleteAJobWithItsPods() {
            // Given
            kubernetes.createJob("load");
            // When
            JsonNode output = call(
                    "DELETE",
                    "/apis/batch/v1/namespaces/sleeper/jobs/load",
                    "{\"propagationPolicy\":[\"Background\"]}");
            kubernetes.loop().runUntilIdle();
            // Then
            assertThat(output.path("StatusCode").asInt()).isEqualTo(200);
            assertThat(kubernetes.pods()).isEmpty();
        }
    }

    @Test
    void shouldSayWhyAJobDoesNotGoOn() {
        // Given
        assertThat(kubernetes.runJob(TestCluster.manifest("load-a1", LOAD, "no/such:image")))
                .isNotDone();
        // When
        kubernetes.started();
        // Then
        assertThat(new KubernetesJobs(kubernetes.cluster()).describe("load-a1"))
                .map(job -> job.reason())
                .isEqualTo(Optional.of("pod "
                        + kubernetes.pod().at("/metadata/name").asText() + ": ErrImagePull: no image no/such:image"));
    }
}
