package sleeper.local.task.eks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.job.AttemptId;
import sleeper.core.resource.KubernetesNames;
import sleeper.local.task.eks.api.Accounts;
import sleeper.local.task.eks.objects.Meta;
import sleeper.local.task.eks.objects.ObjectKind;
import sleeper.run.spark.SparkApplication;
import sleeper.statestore.table.Verdict;
import sleeper.stepfunctions.task.TaskOutcome;

/** The Spark job on Spark's own Kubernetes scheduler: driver and executors are processes that the one node runs as pods. */
class SparkOnEksIT {
    private static final int ROWS = 200_000;
    private static final int EXECUTORS = 2;
    private static final String SPARK = Accounts.serviceAccount("sleeper", "spark");

    @TempDir
    private Path folder;

    private SparkCluster kubernetes;
    private EksJobHome home;
    private AttemptId attempt;

    @BeforeEach
    void open() throws IOException {
        home = new EksJobHome(folder.resolve("home"), ROWS);
        attempt = home.plan("Load_1");
        kubernetes = new SparkCluster(folder, home);
    }

    @AfterEach
    void close() {
        kubernetes.close();
    }

    private CompletableFuture<TaskOutcome> run() {
        return kubernetes.runJob(attempt, EXECUTORS);
    }

    private void assertLoaded(CompletableFuture<TaskOutcome> outcome) throws Exception {
        assertThat(outcome.get(4, TimeUnit.MINUTES)).as(kubernetes::output).isInstanceOf(TaskOutcome.Succeeded.class);
        assertThat(home.rowsOfManifest(attempt)).isEqualTo(ROWS);
        assertThat(home.commit(attempt)).isInstanceOf(Verdict.Committed.class);
    }

    /** @return what the driver says that is told to give up soon, for want of executors */
    private String foundBeforeGivingUp(String property, String value) throws Exception {
        CompletableFuture<TaskOutcome> outcome =
                kubernetes.runJob(attempt, EXECUTORS, Map.of(property, value, "spark.sleeper.executor.wait", "10s"));
        assertThat(outcome.get(2, TimeUnit.MINUTES)).as(kubernetes::output).isInstanceOf(TaskOutcome.Failed.class);
        List<Fault> faults = home.faults(attempt);
        assertThat(faults).extracting(Fault::code).containsExactly(ErrorCode.TIMED_OUT);
        return faults.get(0).found();
    }

    private static Predicate<JsonNode> isIn(String phase) {
        return pod -> pod.at("/status/phase").asText().equals(phase);
    }

    @Test
    void shouldLoadATableByExecutorsThatSparkMakesOfPods() throws Exception {
        // When
        CompletableFuture<TaskOutcome> outcome = run();
        List<ObjectNode> executors = kubernetes.awaitExecutors(EXECUTORS, isIn("Running"));
        // Then
        String prefix = KubernetesNames.executorPrefix(attempt);
        ObjectNode driver = kubernetes.driver();
        assertThat(executors)
                .as(kubernetes::output)
                .extracting(Meta::name)
                .containsExactly(prefix + "-exec-1", prefix + "-exec-2");
        assertThat(executors).allSatisfy(executor -> {
            assertThat(Meta.owners(executor)).containsExactly(Meta.uid(driver));
            assertThat(Meta.labels(executor))
                    .containsEntry(KubernetesNames.ATTEMPT_LABEL, KubernetesNames.labelValue(attempt))
                    .containsEntry("spark-role", "executor");
            JsonNode container = executor.at("/spec/containers/0");
            assertThat(container.path("image").asText()).isEqualTo(SparkCluster.IMAGE);
            assertThat(container.at("/resources/limits/memory").asText()).isEqualTo("1408Mi");
            assertThat(container.at("/resources/requests"))
                    .isEqualTo(TestCluster.json("{\"cpu\":\"1\",\"memory\":\"1408Mi\"}"));
        });
        assertLoaded(outcome);
        assertThat(kubernetes.logOf(driver).lines().flatMap(line -> SparkApplication.read(line).stream()))
                .singleElement()
                .satisfies(application -> {
                    assertThat(application.version()).isEqualTo("3.5.6");
                    assertThat(application.id())
                            .isEqualTo(Meta.labels(executors.get(0)).get("spark-app-selector"));
                });
        kubernetes.awaitPods(pods -> pods.size() == 1 && Meta.uid(pods.get(0)).equals(Meta.uid(driver)));
        assertThat(kubernetes.cluster().store().list(ObjectKind.CONFIG_MAP, "", map -> true))
                .isEmpty();
        assertThat(kubernetes.cluster().store().list(ObjectKind.SERVICE, "", service -> true))
                .isEmpty();
    }

    @Test
    void shouldAskForNoMoreThanTheRoleOfDriversAllows() throws Exception {
        // When an executor is lost, and another takes its place
        CompletableFuture<TaskOutcome> outcome = run();
        ObjectNode lost = kubernetes.awaitExecutors(EXECUTORS, isIn("Running")).get(0);
        kubernetes.cluster().kubelet().kill("sleeper", Meta.name(lost));
        assertLoaded(outcome);
        // Then
        Set<String> asked = kubernetes.cluster().calls().of(SPARK).stream()
                .map(call -> call.resource() + " " + call.verb())
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> allowed = DriverRole.VERBS.entrySet().stream()
                .flatMap(resource -> resource.getValue().stream().map(verb -> resource.getKey() + " " + verb))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(asked).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "spark.kubernetes.container.image~mistyped:1"
                        + "~(ErrImagePull|ImagePullBackOff): failed to pull and unpack image \"mistyped:1\": not found\\.",
                "spark.executor.memory~200g"
                        + "~Unschedulable: Your cpu, memory and storage request is not supported: .* 225280 MiB"
            })
    void shouldFailWithKubernetesReasonWhereNoExecutorComes(String property, String value, String reason)
            throws Exception {
        String first = KubernetesNames.executorPrefix(attempt) + "-exec-1";
        assertThat(foundBeforeGivingUp(property, value))
                .matches("no executor for 1\\d s; pod " + first + "( and 1 more)?: " + reason + ".*");
    }

    @Test
    void shouldSayWhereNoExecutorHasAPodWhatMayBeWhyAndWhereItIsWritten() throws Exception {
        // When the API server refuses them
        String found = foundBeforeGivingUp("spark.kubernetes.executor.label.team", "no/label");
        // Then
        assertThat(found)
                .matches("no executor for 1\\d s; there is no pod of an executor: the API server refuses them, .*;"
                        + " the driver's log has its answer");
        assertThat(kubernetes.logOf(kubernetes.driver())).contains("a valid label must be");
    }

    @Test
    void shouldEndExecutorsWhoseDriversPodIsDeleted() throws Exception {
        // Given
        CompletableFuture<TaskOutcome> outcome = run();
        kubernetes.awaitExecutors(EXECUTORS, isIn("Running"));
        // When
        kubernetes.delete("/api/v1/namespaces/sleeper/pods/" + Meta.name(kubernetes.driver()));
        // Then
        assertThat(outcome.get(1, TimeUnit.MINUTES))
                .isInstanceOfSatisfying(
                        TaskOutcome.Failed.class,
                        failed -> assertThat(failed.cause().orElseThrow()).contains("BackoffLimitExceeded"));
        kubernetes.awaitPods(List::isEmpty);
        assertThat(kubernetes.children()).isEmpty();
    }

    @Test
    void shouldGoOnWhenTheApiServerWasAway() throws Exception {
        // Given
        CompletableFuture<TaskOutcome> outcome = run();
        kubernetes.awaitExecutors(EXECUTORS, isIn("Running"));
        // When
        kubernetes.cluster().faults().away(kubernetes.loop(), Duration.ofSeconds(5));
        // Then
        assertLoaded(outcome);
    }

    @Tag("long")
    @Test
    void shouldRunADriverThatWasLostWithTheServicesToItsEnd() throws Exception {
        // Given
        CompletableFuture<TaskOutcome> interrupted = run();
        kubernetes.awaitExecutors(EXECUTORS, isIn("Running"));
        // When
        kubernetes.reopen();
        assertThat(kubernetes.children()).isEmpty();
        assertThat(interrupted).isNotDone();
        // Then
        assertLoaded(run());
        try (Stream<Path> logs = Files.list(kubernetes.logs())) {
            assertThat(logs.map(log -> log.getFileName().toString()))
                    .filteredOn(name -> name.matches("Load_1-1-[0-9a-f]{8}\\.log"))
                    .hasSize(2);
        }
    }
}
