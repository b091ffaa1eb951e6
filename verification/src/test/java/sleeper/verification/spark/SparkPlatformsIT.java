package sleeper.verification.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.job.AttemptId;
import sleeper.core.resource.Resource;
import sleeper.local.task.emr.EmrTasks;
import sleeper.local.task.serverless.ServerlessTasks;
import sleeper.run.spark.SparkApplication;
import sleeper.stepfunctions.task.RunningTask;
import sleeper.stepfunctions.task.TaskOutcome;

/** Jobs that the real jar runs on Spark, each through the integrations of one platform alone, from a table to its commit. */
class SparkPlatformsIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A few tasks are enough for a few rows. */
    private static final Map<String, String> PROPERTIES = Map.of("spark.sql.shuffle.partitions", "4");

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration POLL = Duration.ofMillis(50);

    @TempDir
    private Path folder;

    private SparkTable table;
    private SparkServices services;

    @BeforeEach
    void open() throws IOException {
        table = new SparkTable(folder);
        services = new SparkServices(table);
    }

    @AfterEach
    void close() {
        services.close();
    }

    private static JsonNode json(String text) throws IOException {
        return JSON.readTree(text.replace('\'', '"'));
    }

    private static JsonNode cluster(AttemptId attempt) throws IOException {
        return json("""
                {'Name': 'sleeper-local-ATTEMPT', 'ReleaseLabel': 'emr-7.13.0', 'ServiceRole': 's', 'JobFlowRole': 'f',
                 'Instances': {'KeepJobFlowAliveWhenNoSteps': true, 'InstanceFleets': [
                   {'InstanceFleetType': 'MASTER', 'TargetOnDemandCapacity': 1, 'InstanceTypeConfigs': [{'InstanceType': 'm5.xlarge'}]}]},
                 'Tags': [{'Key': 'sleeper-attempt', 'Value': 'ATTEMPT'}]}
                """.replace("ATTEMPT", attempt.executionName()));
    }

    private static JsonNode step(String clusterId, AttemptId attempt) throws IOException {
        ObjectNode request = (ObjectNode)
                json("{'Step': {'ActionOnFailure': 'CONTINUE', 'HadoopJarStep': {'Jar': 'command-runner.jar'}}}");
        request.put("ClusterId", clusterId);
        ((ObjectNode) request.get("Step")).put("Name", attempt.executionName());
        ArrayNode arguments = ((ObjectNode) request.at("/Step/HadoopJarStep")).putArray("Args");
        arguments.add("spark-submit");
        SparkTable.line(attempt, PROPERTIES).forEach(arguments::add);
        return request;
    }

    private static JsonNode run(AttemptId attempt) throws IOException {
        ObjectNode request = (ObjectNode)
                json("""
                {'ApplicationId': '00app', 'ClientToken': 'ATTEMPT', 'ExecutionRoleArn': 'arn:aws:iam::000000000000:role/run',
                 'Name': 'ATTEMPT', 'JobDriver': {'SparkSubmit': {
                   'EntryPoint': 's3://sleeper-jars/sleeper-spark-job-0.1.0-SNAPSHOT-spark3.jar',
                   'SparkSubmitParameters': '--class RUNNER --conf spark.sql.shuffle.partitions=4'}}}
                """.replace("ATTEMPT", attempt.executionName()).replace("RUNNER", SparkTable.RUNNER));
        ((ObjectNode) request.at("/JobDriver/SparkSubmit"))
                .putArray("EntryPointArguments")
                .add(attempt.jobId().value())
                .add(Integer.toString(attempt.number()));
        return request;
    }

    private String newCluster(AttemptId attempt) throws Exception {
        return succeeded(services.call(EmrTasks.CREATE_CLUSTER, cluster(attempt)))
                .path("ClusterId")
                .asText();
    }

    private static JsonNode succeeded(TaskOutcome outcome) {
        assertThat(outcome).isInstanceOf(TaskOutcome.Succeeded.class);
        return ((TaskOutcome.Succeeded) outcome).output();
    }

    private void assertLoadedOnce(String job) {
        table.commit(job);
        assertThat(table.rows()).isEqualTo(SparkTable.ROWS);
    }

    private List<SparkApplication> applications(AttemptId attempt) throws IOException {
        try (Stream<Path> logs = Files.list(table.home().resolve("logs"))) {
            return logs.filter(log ->
                            log.getFileName().toString().startsWith(attempt.jobId() + "-" + attempt.number() + "-"))
                    .flatMap(SparkPlatformsIT::lines)
                    .flatMap(line -> SparkApplication.read(line).stream())
                    .toList();
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldLoadAJobOnAClusterOfItsOwn() throws Exception {
        // Given
        AttemptId attempt = table.prepare("june");
        String cluster = newCluster(attempt);
        // When
        JsonNode step = succeeded(services.call(EmrTasks.ADD_STEP, step(cluster, attempt)));
        JsonNode ended = succeeded(services.call(EmrTasks.TERMINATE_CLUSTER, json("{'ClusterId': '" + cluster + "'}")));
        // Then
        assertThat(step.at("/Step/Status/State").asText()).isEqualTo("COMPLETED");
        assertThat(ended.at("/Cluster/Status/State").asText()).isEqualTo("TERMINATED");
        assertThat(applications(attempt)).extracting(SparkApplication::version).containsExactly("3.5.6");
        assertLoadedOnce("june");
        assertThat(services.emr().clusterService().find(attempt)).allMatch(Resource::ended);
        assertThat(services.emr().stepService().find(attempt)).allMatch(Resource::ended);
    }

    @Test
    void shouldLoadAJobAsARunOfServerless() throws Exception {
        // Given
        AttemptId attempt = table.prepare("june");
        // When
        JsonNode ended = succeeded(services.call(ServerlessTasks.START_JOB_RUN, run(attempt)));
        // Then
        assertThat(ended.path("State").asText()).isEqualTo("SUCCESS");
        assertThat(applications(attempt)).extracting(SparkApplication::version).containsExactly("3.5.6");
        assertLoadedOnce("june");
        assertThat(services.serverless().find(attempt)).allMatch(Resource::ended);
    }

    @Test
    void shouldRunAStepAgainThatWasLostWithTheServices() throws Exception {
        // Given a step whose driver runs when the services stop
        AttemptId attempt = table.prepare("june");
        String cluster = newCluster(attempt);
        var unused = services.begin(EmrTasks.ADD_STEP, step(cluster, attempt));
        String id = onlyStep(attempt);
        ProcessHandle driver = awaitDriver(id);
        // When
        services.close();
        assertThat(driver.isAlive()).isFalse();
        services = new SparkServices(table);
        RunningTask again = services.begin(EmrTasks.ADD_STEP, step(cluster, attempt));
        // Then
        JsonNode step = succeeded(SparkServices.outcome(again));
        assertThat(cluster + "/" + step.path("StepId").asText()).isEqualTo(id);
        assertThat(services.emr().stepService().find(attempt)).hasSize(1);
        assertLoadedOnce("june");
    }

    private String onlyStep(AttemptId attempt) {
        List<Resource> found = services.emr().stepService().find(attempt);
        assertThat(found).hasSize(1);
        return found.get(0).id();
    }

    private static <T> T await(Supplier<Optional<T>> wanted) {
        Instant deadline = Instant.now().plus(PATIENCE);
        Optional<T> found = wanted.get();
        while (found.isEmpty()) {
            assertThat(Instant.now()).isBefore(deadline);
            LockSupport.parkNanos(POLL.toNanos());
            found = wanted.get();
        }
        return found.get();
    }

    private ProcessHandle awaitDriver(String step) {
        return await(() -> services.emr().driver(step));
    }

    @Test
    void shouldEndADriverThatOutlivedTheServicesBeforeItRunsAgain() throws Exception {
        // Given services that are killed while the driver of a step runs
        AttemptId attempt = table.prepare("june");
        String cluster = newCluster(attempt);
        var unused = services.begin(EmrTasks.ADD_STEP, step(cluster, attempt));
        String id = onlyStep(attempt);
        ProcessHandle outliving = awaitDriver(id);
        services.abandon();
        // When
        services = new SparkServices(table);
        // Then
        assertThat(outliving.isAlive()).isFalse();
        RunningTask again = services.begin(EmrTasks.ADD_STEP, step(cluster, attempt));
        JsonNode step = succeeded(SparkServices.outcome(again));
        assertThat(cluster + "/" + step.path("StepId").asText()).isEqualTo(id);
        assertLoadedOnce("june");
    }

    @Test
    void shouldEndTheDriverAndExecutorsOfAStepThatIsCancelled() throws Exception {
        // Given
        AttemptId attempt = table.prepare("june");
        String cluster = newCluster(attempt);
        RunningTask task = services.begin(EmrTasks.ADD_STEP, step(cluster, attempt));
        String id = onlyStep(attempt);
        ProcessHandle driver = awaitDriver(id);
        List<ProcessHandle> executors =
                await(() -> Optional.of(driver.children().toList()).filter(found -> !found.isEmpty()));
        // When
        services.emr().stepService().end(id, "the attempt is over");
        // Then
        TaskOutcome.Failed failed = (TaskOutcome.Failed) SparkServices.outcome(task);
        assertThat(json(failed.cause().orElseThrow()).at("/Step/Status/State").asText())
                .isEqualTo("CANCELLED");
        assertThat(driver.isAlive()).isFalse();
        executors.forEach(
                executor -> executor.onExit().orTimeout(1, TimeUnit.MINUTES).join());
    }

    @Test
    void shouldFailAStepWhoseDriverIsKilledAndRunTheNext() throws Exception {
        // Given
        AttemptId attempt = table.prepare("june");
        String cluster = newCluster(attempt);
        RunningTask task = services.begin(EmrTasks.ADD_STEP, step(cluster, attempt));
        RunningTask next = services.begin(EmrTasks.ADD_STEP, step(cluster, table.prepare("july")));
        // When
        boolean killed = awaitDriver(onlyStep(attempt)).destroyForcibly();
        // Then
        assertThat(killed).isTrue();
        TaskOutcome.Failed failed = (TaskOutcome.Failed) SparkServices.outcome(task);
        assertThat(json(failed.cause().orElseThrow())
                        .at("/Step/Status/FailureDetails/Message")
                        .asText())
                .isEqualTo("the driver ended with exit code 137");
        JsonNode step = succeeded(SparkServices.outcome(next));
        assertThat(step.at("/Step/Status/State").asText()).isEqualTo("COMPLETED");
        assertLoadedOnce("july");
    }

    @Test
    void shouldLoadAJobOneOfWhoseExecutorsIsKilled() throws Exception {
        // Given
        AttemptId attempt = table.prepare("june");
        RunningTask task = services.begin(ServerlessTasks.START_JOB_RUN, run(attempt));
        String id = services.serverless().find(attempt).get(0).id();
        ProcessHandle driver = await(() -> services.serverless().driver(id));
        ProcessHandle executor = await(() -> driver.children().findFirst());
        // When
        assertThat(executor.destroyForcibly()).isTrue();
        // Then
        assertThat(succeeded(SparkServices.outcome(task)).path("State").asText())
                .isEqualTo("SUCCESS");
        assertLoadedOnce("june");
    }
}
