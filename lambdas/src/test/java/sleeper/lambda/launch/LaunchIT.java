package sleeper.lambda.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.RunFailedException;
import sleeper.core.error.TransientFailureException;
import sleeper.core.file.FilePath;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobStatus;
import sleeper.core.key.KeyValue;
import sleeper.core.partition.PartitionTree;
import sleeper.core.platform.JobQueue;
import sleeper.core.platform.ResourceKind;
import sleeper.core.resource.KubernetesNames;
import sleeper.core.resource.ResourceService;
import sleeper.core.resource.ResourceStage;
import sleeper.core.schema.Field;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.core.table.TableName;
import sleeper.lambda.TestInstance;
import sleeper.lambda.start.Message;
import sleeper.lambda.start.StartJob;
import sleeper.lambda.validate.ValidateJob;
import sleeper.statestore.transaction.Transaction.Reason;
import sleeper.testkit.resource.InMemoryResources;

class LaunchIT {
    private static final AttemptId ATTEMPT = TestInstance.attempt("big", 1);
    private static final String EMR_ERROR = "EMR.AmazonElasticMapReduceException";
    private static final String RATE = "Rate exceeded (Service: AmazonElasticMapReduce; Status Code: 400; Error Code:"
            + " ThrottlingException; Request ID: 1)";

    @TempDir
    private Path home;

    private TestInstance instance;
    private Launch launch;

    @BeforeEach
    void openInstance() {
        instance = new TestInstance(home);
        launch = new Launch(instance.ports());
    }

    private InMemoryResources validated(JobQueue queue, ResourceKind kind, String... properties) throws IOException {
        Files.writeString(
                home.resolve("instance.properties"),
                "sleeper.optional.stacks=EmrBulkImportStack,PersistentEmrBulkImportStack,EmrServerlessBulkImportStack,EksBulkImportStack\n"
                        + "sleeper.default.bulk.import.min.leaf.partitions=1\n" + String.join("\n", properties));
        instance.stores()
                .tables()
                .log(new TableName("orders"))
                .create(
                        new Schema(List.of(new Field("key", PrimitiveType.STRING, false)), List.of(), List.of()),
                        PartitionTree.ofGrid(List.of(List.of(new KeyValue.OfString("m")))));
        instance.write(new FilePath("in", "f.parquet"), "rows=10");
        new StartJob(instance.ports())
                .start(new Message(
                        "message", "{\"id\":\"big\",\"tableName\":\"orders\",\"files\":[\"in/f.parquet\"]}", queue));
        var unused = new ValidateJob(instance.ports(), instance, instance).validate(ATTEMPT);
        return instance.resources(kind);
    }

    private static LaunchStep failed(LaunchStep before, String error, String cause) {
        return new LaunchStep(
                before.next(),
                before.seconds(),
                before.id(),
                before.offer(),
                before.waits(),
                before.lookUntil(),
                before.since(),
                before.reason(),
                before.request(),
                Map.of("Error", error, "Cause", cause),
                Map.of());
    }

    private static LaunchStep made(LaunchStep before, String id) {
        return new LaunchStep(
                before.next(), 0, "", before.offer(), 0, 0, 0, "", before.request(), Map.of(), Map.of("id", id));
    }

    /** Looks, waits as it is told and looks again, until there is something else to do. */
    private LaunchStep waitedFor(ResourceKind kind, LaunchStep step) {
        LaunchStep now = step;
        for (int looks = 0; now.next().equals(LaunchStep.WAIT); looks++) {
            assertThat(looks).as("looks").isLessThan(1_000);
            instance.pass(Duration.ofSeconds(now.seconds()));
            now = launch.next(kind, ATTEMPT, now);
        }
        return now;
    }

    private static Fault faultOf(Throwable failure) {
        return ((RunFailedException) failure).faults().get(0);
    }

    @Nested
    class Clusters {
        private static final ResourceKind KIND = ResourceKind.EMR_CLUSTER;

        @Test
        void shouldAskForAClusterWhereThereIsNone() throws IOException {
            // Given
            InMemoryResources clusters = validated(JobQueue.EMR, KIND);
            // When
            LaunchStep step = launch.next(KIND, ATTEMPT, LaunchStep.FIRST);
            // Then
            assertThat(step.next()).isEqualTo(LaunchStep.CREATE);
            assertThat(step.request()).containsOnlyKeys("ReleaseLabel", "InstanceFleets", "ManagedScalingPolicy");
            assertThat(clusters.open()).isEmpty();
        }

        @Test
        void shouldUseTheClusterThatWasMadeThoughNoListShowsItYet() throws IOException {
            // Given
            InMemoryResources clusters = validated(JobQueue.EMR, KIND);
            clusters.listLate(100);
            LaunchStep asked = launch.next(KIND, ATTEMPT, LaunchStep.FIRST);
            String id = clusters.create(ATTEMPT);
            // When
            LaunchStep step = launch.next(KIND, ATTEMPT, made(asked, id));
            // Then
            assertThat(step).isEqualTo(LaunchStep.ready(id, 0));
            assertThat(instance.stores().jobs().resources().of(ATTEMPT).created())
                    .containsExactly(id);
        }

        @Test
        void shouldAdoptTheClusterWhoseCreationWasNotAnsweredAlsoWhereTheListIsLate() throws IOException {
            // Given a cluster that the list shows after four minutes
            InMemoryResources clusters = validated(JobQueue.EMR, KIND);
            clusters.listLate(4);
            LaunchStep asked = launch.next(KIND, ATTEMPT, LaunchStep.FIRST);
            String id = clusters.create(ATTEMPT);
            // When
            LaunchStep step =
                    waitedFor(KIND, launch.next(KIND, ATTEMPT, failed(asked, "EMR.SdkClientException", "no answer")));
            // Then
            assertThat(step).isEqualTo(LaunchStep.ready(id, 0));
        }

        @Test
        void shouldAskAgainOnceTheListWouldShowWhatWasNotAnswered() throws IOException {
            // Given
            validated(JobQueue.EMR, KIND);
            LaunchStep asked = launch.next(KIND, ATTEMPT, LaunchStep.FIRST);
            var before = instance.instant();
            // When
            LaunchStep step =
                    waitedFor(KIND, launch.next(KIND, ATTEMPT, failed(asked, "EMR.SdkClientException", "no answer")));
            // Then
            assertThat(step.next()).isEqualTo(LaunchStep.CREATE);
            assertThat(Duration.between(before, instance.instant())).isEqualTo(ResourceService.LIST_LAG);
        }

        private LaunchStep lastBeforeGivingUp(LaunchStep asked, String error, String cause) {
            LaunchStep step = asked;
            for (int requests = 1; requests < 1_000; requests++) {
                LaunchStep answered = failed(step, error, cause);
                try {
                    step = waitedFor(KIND, launch.next(KIND, ATTEMPT, answered));
                } catch (RunFailedException e) {
                    return answered;
                }
            }
            throw new AssertionError("it asks for ever");
        }

        @Test
        void shouldGiveUpAfterHoursWhereAnErrorThatNoRuleKnowsComesAgainAndSayWhichItWas() throws IOException {
            // Given
            validated(JobQueue.EMR, KIND);
            LaunchStep asked = launch.next(KIND, ATTEMPT, LaunchStep.FIRST);
            var before = instance.instant();
            // When
            LaunchStep last = lastBeforeGivingUp(asked, EMR_ERROR, "Something new (Error Code: Novel)");
            // Then before the execution's own time is over, which would hide it
            assertThat(Duration.between(before, instance.instant()))
                    .isBetween(Duration.ofHours(2), Duration.ofHours(6));
            assertThatThrownBy(() -> launch.next(KIND, ATTEMPT, last))
                    .hasMessageContaining("UNAVAILABLE at the request for an EMR cluster")
                    .hasMessageContaining("in vain 36 times in a row")
                    .hasMessageContaining("Something new");
        }

        @Test
        void shouldGiveUpWhereItIsThrottledForMostOfADay() throws IOException {
            // Given
            validated(JobQueue.EMR, KIND);
            LaunchStep asked = launch.next(KIND, ATTEMPT, LaunchStep.FIRST);
            var before = instance.instant();
            // When
            LaunchStep last = lastBeforeGivingUp(asked, EMR_ERROR, RATE);
            // Then
            assertThat(Duration.between(before, instance.instant()))
                    .isBetween(Duration.ofHours(12), Duration.ofHours(30));
            assertThatThrownBy(() -> launch.next(KIND, ATTEMPT, last)).hasMessageContaining("ThrottlingException");
        }

        @Test
        void shouldAskNobodyAgainWhereStepFunctionsItselfMayNotAsk() throws IOException {
            // Given
            validated(JobQueue.EMR, KIND);
            LaunchStep asked = launch.next(KIND, ATTEMPT, LaunchStep.FIRST);
            // When / Then
            assertThatThrownBy(() -> launch.next(KIND, ATTEMPT, failed(asked, "States.Permissions", "no right")))
                    .hasMessageContaining("PLATFORM_REFUSED")
                    .hasMessageContaining("States.Permissions: no right");
        }

        @Test
        void shouldHaveNoMoreInstancesThanTheMostThatIsSet() throws IOException {
            // Given
            validated(
                    JobQueue.EMR,
                    KIND,
                    "sleeper.default.bulk.import.emr.executor.initial.instances=20",
                    "sleeper.default.bulk.import.emr.executor.max.instances=3");
            // When
            LaunchStep step = launch.next(KIND, ATTEMPT, LaunchStep.FIRST);
            // Then
            assertThat(step.request().toString())
                    .contains("TargetOnDemandCapacity=3", "MinimumCapacityUnits=3", "MaximumCapacityUnits=3")
                    .doesNotContain("20");
            assertThat(instance.stores().jobs().plan(ATTEMPT).orElseThrow().toString())
                    .contains("it starts with 3. Raise sleeper.table.bulk.import.emr.executor.max.instances");
        }

        @Test
        void shouldWaitForAClusterThatStarts() throws IOException {
            // Given
            InMemoryResources clusters = validated(JobQueue.EMR, KIND);
            String id = clusters.create(ATTEMPT);
            clusters.place(id, ResourceStage.STARTING, "BOOTSTRAPPING", "");
            // When
            LaunchStep first = launch.next(KIND, ATTEMPT, LaunchStep.FIRST);
            instance.pass(Duration.ofMinutes(10));
            LaunchStep second = launch.next(KIND, ATTEMPT, first);
            clusters.place(id, ResourceStage.RUNNING, "WAITING", "");
            LaunchStep third = launch.next(KIND, ATTEMPT, second);
            // Then
            assertThat(first.next()).isEqualTo(LaunchStep.WAIT);
            assertThat(first.reason()).isEqualTo("emr-cluster " + id + " is BOOTSTRAPPING");
            assertThat(second.seconds()).isGreaterThan(first.seconds());
            assertThat(third).isEqualTo(LaunchStep.ready(id, 0));
        }

        @Test
        void shouldGiveUpAClusterThatDoesNotCome() throws IOException {
            // Given
            InMemoryResources clusters = validated(JobQueue.EMR, KIND);
            String id = clusters.create(ATTEMPT);
            clusters.place(id, ResourceStage.STARTING, "STARTING", "");
            LaunchStep waits = launch.next(KIND, ATTEMPT, LaunchStep.FIRST);
            instance.pass(Duration.ofMinutes(61));
            // When / Then
            assertThatThrownBy(() -> launch.next(KIND, ATTEMPT, waits))
                    .satisfies(failure -> assertThat(faultOf(failure))
                            .isEqualTo(Fault.of(
                                    ErrorCode.TIMED_OUT, "emr-cluster " + id, "still STARTING", "at most 60 minutes")));
        }

        @Test
        void shouldEndTheLaterOfTwo() throws IOException {
            // Given
            InMemoryResources clusters = validated(JobQueue.EMR, KIND);
            String first = clusters.create(ATTEMPT);
            String second = clusters.create(ATTEMPT);
            // When
            LaunchStep step = launch.next(KIND, ATTEMPT, LaunchStep.FIRST);
            // Then
            assertThat(step).isEqualTo(LaunchStep.ready(first, 0));
            assertThat(clusters.askedToEnd()).containsExactly(second);
        }

        @Test
        void shouldWaitAnHourWhereItIsThrottledAndThenAsk() throws IOException {
            // Given
            validated(JobQueue.EMR, KIND);
            LaunchStep step = launch.next(KIND, ATTEMPT, LaunchStep.FIRST);
            var end = instance.instant().plus(Duration.ofHours(1));
            int requests = 0;
            // When
            while (instance.instant().isBefore(end)) {
                requests++;
                step = waitedFor(KIND, launch.next(KIND, ATTEMPT, failed(step, EMR_ERROR, RATE)));
            }
            // Then
            assertThat(step.next()).isEqualTo(LaunchStep.CREATE);
            assertThat(step.offer()).isZero();
            assertThat(requests).isBetween(6, 12);
        }

        @Test
        void shouldAskForTheNextInstancesWhereThereAreNone() throws IOException {
            // Given
            validated(
                    JobQueue.EMR,
                    KIND,
                    "sleeper.default.bulk.import.emr.executor.instance.types=m5.4xlarge,m5a.4xlarge;m6i.4xlarge",
                    "sleeper.default.bulk.import.emr.executor.market.type=spot");
            LaunchStep step = launch.next(KIND, ATTEMPT, LaunchStep.FIRST);
            // When / Then
            assertThat(step.request().toString()).contains("m5a.4xlarge", "TargetSpotCapacity=2");
            step = launch.next(KIND, ATTEMPT, failed(step, EMR_ERROR, "InsufficientInstanceCapacity"));
            assertThat(step.request().toString()).contains("m6i.4xlarge", "TargetSpotCapacity=2");
            step = launch.next(KIND, ATTEMPT, failed(step, EMR_ERROR, "EC2 is out of capacity"));
            assertThat(step.request().toString()).contains("m5a.4xlarge", "TargetSpotCapacity=0");
            step = launch.next(KIND, ATTEMPT, failed(step, EMR_ERROR, "EC2 is out of capacity"));
            assertThat(step.request().toString()).contains("m6i.4xlarge", "TargetSpotCapacity=0");
            LaunchStep last = failed(step, EMR_ERROR, "EC2 is out of capacity");
            assertThatThrownBy(() -> launch.next(KIND, ATTEMPT, last))
                    .satisfies(failure -> assertThat(faultOf(failure).code()).isEqualTo(ErrorCode.NO_CAPACITY))
                    .hasMessageContaining("EC2 is out of capacity")
                    .hasMessageContaining("m6i.4xlarge on demand");
        }

        @Test
        void shouldAskForTheNextInstancesOnceWhereAClusterEndedForWantOfThem() throws IOException {
            // Given a cluster that was made, and ended because no instances came
            InMemoryResources clusters =
                    validated(JobQueue.EMR, KIND, "sleeper.default.bulk.import.emr.executor.market.type=spot");
            LaunchStep first = launch.next(KIND, ATTEMPT, LaunchStep.FIRST);
            String id = clusters.create(ATTEMPT);
            clusters.place(
                    id, ResourceStage.FAILED, "TERMINATED_WITH_ERRORS", "INSTANCE_FLEET_TIMEOUT: no instances came");
            // When
            LaunchStep second = launch.next(
                    KIND, ATTEMPT, failed(first, "States.TaskFailed", "{\"Code\":\"INSTANCE_FLEET_TIMEOUT\"}"));
            // Then a look that is repeated says the same
            assertThat(second.offer()).isEqualTo(1);
            assertThat(second.request().toString()).contains("TargetSpotCapacity=0");
            assertThat(launch.next(KIND, ATTEMPT, failed(first, "States.TaskFailed", "INSTANCE_FLEET_TIMEOUT")))
                    .isEqualTo(second);
            // And the next cluster is used though the first is listed still
            String other = clusters.create(ATTEMPT);
            assertThat(launch.next(KIND, ATTEMPT, made(second, other))).isEqualTo(LaunchStep.ready(other, 1));
        }

        @Test
        void shouldAskForTheNextInstancesWhereAnAdoptedClusterEndedForWantOfThem() throws IOException {
            // Given
            InMemoryResources clusters =
                    validated(JobQueue.EMR, KIND, "sleeper.default.bulk.import.emr.executor.market.type=spot");
            String id = clusters.create(ATTEMPT);
            clusters.place(id, ResourceStage.STARTING, "STARTING", "");
            LaunchStep waits = launch.next(KIND, ATTEMPT, LaunchStep.FIRST);
            // When
            clusters.place(id, ResourceStage.FAILED, "TERMINATED_WITH_ERRORS", "INSTANCE_FLEET_TIMEOUT: none came");
            LaunchStep step = launch.next(KIND, ATTEMPT, waits);
            // Then
            assertThat(step.next()).isEqualTo(LaunchStep.CREATE);
            assertThat(step.offer()).isEqualTo(1);
        }

        @Test
        void shouldAskNobodyAgainForWhatIsRefused() throws IOException {
            // Given
            validated(JobQueue.EMR, KIND);
            LaunchStep asked = launch.next(KIND, ATTEMPT, LaunchStep.FIRST);
            String cause = "The supplied release label is invalid: emr-7.99.0 (Service: AmazonElasticMapReduce; Status"
                    + " Code: 400; Error Code: ValidationException; Request ID: 1)";
            // When / Then
            assertThatThrownBy(() -> launch.next(KIND, ATTEMPT, failed(asked, EMR_ERROR, cause)))
                    .satisfies(failure -> assertThat(faultOf(failure).code()).isEqualTo(ErrorCode.PLATFORM_REFUSED))
                    .hasMessageContaining("emr-7.99.0");
        }

        @Test
        void shouldSayThatSomebodyEndedTheCluster() throws IOException {
            // Given
            InMemoryResources clusters = validated(JobQueue.EMR, KIND);
            String id = clusters.create(ATTEMPT);
            clusters.place(id, ResourceStage.SUCCEEDED, "TERMINATED", "USER_REQUEST: Terminated by user request");
            // When / Then
            assertThatThrownBy(() -> launch.next(KIND, ATTEMPT, LaunchStep.FIRST))
                    .hasMessageContaining("TASK_LOST at emr-cluster " + id)
                    .hasMessageContaining("Terminated by user request");
        }

        @Test
        void shouldNotUseAClusterThatTerminatesButWaitForItsEndAndSayWhyItEnded() throws IOException {
            // Given a cluster that somebody ended before it was ready, and that gives its machines back
            InMemoryResources clusters = validated(JobQueue.EMR, KIND);
            LaunchStep asked = launch.next(KIND, ATTEMPT, LaunchStep.FIRST);
            String id = clusters.create(ATTEMPT);
            clusters.place(id, ResourceStage.ENDING, "TERMINATING", "USER_REQUEST: Terminated by user request");
            // When
            LaunchStep step = launch.next(KIND, ATTEMPT, failed(asked, "States.TaskFailed", "TERMINATING"));
            // Then
            assertThat(step.next()).isEqualTo(LaunchStep.WAIT);
            clusters.place(id, ResourceStage.SUCCEEDED, "TERMINATED", "USER_REQUEST: Terminated by user request");
            assertThatThrownBy(() -> launch.next(KIND, ATTEMPT, step))
                    .hasMessageContaining("TASK_LOST at emr-cluster " + id)
                    .hasMessageContaining("Terminated by user request");
        }

        @Test
        void shouldAskForTheNextInstancesOnceAClusterThatTerminatesForWantOfThemHasEnded() throws IOException {
            // Given
            InMemoryResources clusters =
                    validated(JobQueue.EMR, KIND, "sleeper.default.bulk.import.emr.executor.market.type=spot");
            LaunchStep asked = launch.next(KIND, ATTEMPT, LaunchStep.FIRST);
            String id = clusters.create(ATTEMPT);
            clusters.place(id, ResourceStage.ENDING, "TERMINATING", "INSTANCE_FLEET_TIMEOUT: none came");
            LaunchStep waits = launch.next(KIND, ATTEMPT, failed(asked, "States.TaskFailed", "TERMINATING"));
            assertThat(waits.next()).isEqualTo(LaunchStep.WAIT);
            // When
            clusters.place(id, ResourceStage.FAILED, "TERMINATED_WITH_ERRORS", "INSTANCE_FLEET_TIMEOUT: none came");
            LaunchStep step = launch.next(KIND, ATTEMPT, waits);
            // Then
            assertThat(step.next()).isEqualTo(LaunchStep.CREATE);
            assertThat(step.offer()).isEqualTo(1);
        }

        @Test
        void shouldKeepTheClusterThatCanBeUsedThoughAnOlderOneTerminates() throws IOException {
            // Given
            InMemoryResources clusters = validated(JobQueue.EMR, KIND);
            String older = clusters.create(ATTEMPT);
            clusters.place(older, ResourceStage.ENDING, "TERMINATING", "USER_REQUEST: Terminated by user request");
            String usable = clusters.create(ATTEMPT);
            // When
            LaunchStep step = launch.next(KIND, ATTEMPT, LaunchStep.FIRST);
            // Then
            assertThat(step).isEqualTo(LaunchStep.ready(usable, 0));
            assertThat(clusters.askedToEnd()).isEmpty();
        }

        @Test
        void shouldSayThatNothingIsKnownWhereTheServiceDoesNotAnswer() throws IOException {
            validated(JobQueue.EMR, KIND).breakDown();
            assertThatThrownBy(() -> launch.next(KIND, ATTEMPT, LaunchStep.FIRST))
                    .isInstanceOf(TransientFailureException.class);
        }

        @Test
        void shouldAskForNothingOfAnAttemptThatIsDecided() throws IOException {
            // Given
            validated(JobQueue.EMR, KIND);
            var log = instance.stores().tables().log(new TableName("orders"));
            var plan = instance.stores().jobs().plan(ATTEMPT).orElseThrow();
            var unused = log.exclude(
                    ATTEMPT, plan.digest(), new Reason(JobStatus.ABORTED, ErrorCode.ABORTED, "a person's stop"));
            // When / Then
            assertThatThrownBy(() -> launch.next(KIND, ATTEMPT, LaunchStep.FIRST))
                    .satisfies(failure -> assertThat(faultOf(failure).code()).isEqualTo(ErrorCode.SUPERSEDED));
        }
    }

    @Nested
    class Steps {
        private static final ResourceKind KIND = ResourceKind.EMR_STEP;

        @Test
        void shouldAskForAStepThatRunsTheJob() throws IOException {
            // Given
            validated(JobQueue.PERSISTENT_EMR, KIND);
            // When
            LaunchStep step = launch.next(KIND, ATTEMPT, LaunchStep.FIRST);
            // Then
            assertThat(step.next()).isEqualTo(LaunchStep.CREATE);
            assertThat((List<?>) step.request().get("Args"))
                    .asString()
                    .startsWith("[spark-submit, --deploy-mode, cluster, --conf, spark.default.parallelism=290")
                    .contains("--conf, spark.yarn.maxAppAttempts=1")
                    .endsWith("--class, sleeper.bulkimport.job.runner.columnar.BulkImportJobColumnarRunner,"
                            + " s3://sleeper-jars/sleeper-spark-job-spark3.jar, big, 1]");
        }

        @Test
        void shouldWaitForRoomOnAFullCluster() throws IOException {
            // Given
            validated(JobQueue.PERSISTENT_EMR, KIND);
            LaunchStep asked = launch.next(KIND, ATTEMPT, LaunchStep.FIRST);
            String full = "Maximum number of active steps(State = Running, Pending or Cancel Pending) for cluster"
                    + " exceeded. (Service: AmazonElasticMapReduce; Error Code: ValidationException)";
            // When
            LaunchStep step = launch.next(KIND, ATTEMPT, failed(asked, EMR_ERROR, full));
            // Then
            assertThat(step.next()).isEqualTo(LaunchStep.WAIT);
            assertThat(step.reason()).isEqualTo("The platform takes no more for now.");
            assertThat(waitedFor(KIND, step).next()).isEqualTo(LaunchStep.CREATE);
        }

        @Test
        void shouldAwaitAStepThatWasAddedThoughNobodyHeardOfIt() throws IOException {
            // Given
            InMemoryResources steps = validated(JobQueue.PERSISTENT_EMR, KIND);
            LaunchStep asked = launch.next(KIND, ATTEMPT, LaunchStep.FIRST);
            String id = steps.create(ATTEMPT);
            LaunchStep waits = launch.next(KIND, ATTEMPT, failed(asked, "EMR.SdkClientException", "no answer"));
            assertThat(waits.next()).isEqualTo(LaunchStep.WAIT);
            // When
            steps.place(id, ResourceStage.SUCCEEDED, "COMPLETED", "");
            // Then
            assertThat(waitedFor(KIND, waits)).isEqualTo(LaunchStep.ready(id, 0));
        }

        @Test
        void shouldSayHowAStepFailedAndWhatToRaise() throws IOException {
            // Given
            InMemoryResources steps = validated(JobQueue.PERSISTENT_EMR, KIND);
            LaunchStep asked = launch.next(KIND, ATTEMPT, LaunchStep.FIRST);
            String id = steps.create(ATTEMPT);
            steps.place(
                    id,
                    ResourceStage.FAILED,
                    "FAILED",
                    "java.lang.OutOfMemoryError: Java heap space; log s3://logs/j-1/steps/s-1/stderr.gz");
            // When / Then
            assertThatThrownBy(() -> launch.next(KIND, ATTEMPT, failed(asked, "States.TaskFailed", "{}")))
                    .satisfies(failure -> assertThat(faultOf(failure))
                            .isEqualTo(new Fault(
                                    ErrorCode.OUT_OF_MEMORY,
                                    "emr-step " + id,
                                    "FAILED: java.lang.OutOfMemoryError: Java heap space; log"
                                            + " s3://logs/j-1/steps/s-1/stderr.gz",
                                    "one that succeeds",
                                    "Raise sleeper.bulk.import.emr.spark.executor.memory or"
                                            + " sleeper.bulk.import.emr.spark.yarn.executor.memory.overhead, and retry"
                                            + " the job.")));
        }
    }

    @Nested
    class StepsOfAClusterThatIsOver {
        private static final ResourceKind KIND = ResourceKind.EMR_STEP;

        private String cluster(JobQueue queue, ResourceStage stage, String state, String reason) throws IOException {
            InMemoryResources unused = validated(queue, KIND);
            InMemoryResources clusters = instance.resources(ResourceKind.EMR_CLUSTER);
            String id = clusters.create(TestInstance.attempt("whoever", 1));
            clusters.place(id, stage, state, reason);
            return id;
        }

        private LaunchStep next(String clusterId, LaunchStep before) {
            LaunchStep cluster = LaunchStep.ready(clusterId, 0);
            LaunchRequest request = new LaunchRequest(KIND.word(), new LaunchRequest.State("big", 1, cluster, before));
            return new LaunchHandler(instance.ports()).handleRequest(request, null);
        }

        @Test
        void shouldAskForNoStepAndSayWhatEndedTheCluster() throws IOException {
            // Given
            String id = cluster(
                    JobQueue.EMR, ResourceStage.ENDING, "TERMINATING", "USER_REQUEST: Terminated by user request");
            // When / Then
            assertThatThrownBy(() -> next(id, LaunchStep.FIRST))
                    .isInstanceOf(RunFailedException.class)
                    .satisfies(failure -> assertThat(faultOf(failure))
                            .isEqualTo(new Fault(
                                    ErrorCode.TASK_LOST,
                                    "emr-cluster " + id,
                                    "TERMINATING: USER_REQUEST: Terminated by user request",
                                    "one that lives as long as the job needs it",
                                    "See who or what ended the cluster, and retry the job.")));
        }

        @Test
        void shouldSayThatThePermanentClusterHasEndedWhereItTakesNoStep() throws IOException {
            // Given
            String id = cluster(JobQueue.PERSISTENT_EMR, ResourceStage.FAILED, "TERMINATED_WITH_ERRORS", "lost");
            LaunchStep asked = LaunchStep.create(0, 0, Map.of());
            String cause = "A job flow that is shutting down, terminated, or finished may not be modified. (Service:"
                    + " AmazonElasticMapReduce; Status Code: 400; Error Code: ValidationException; Request ID: 1)";
            // When / Then
            assertThatThrownBy(() -> next(id, failed(asked, EMR_ERROR, cause)))
                    .hasMessageContaining("TASK_LOST at emr-cluster " + id)
                    .hasMessageContaining("The instance's permanent cluster has ended");
        }

        @Test
        void shouldSayWhyTheClusterEndedThatInterruptedTheStep() throws IOException {
            // Given
            String id = cluster(
                    JobQueue.EMR, ResourceStage.FAILED, "TERMINATED_WITH_ERRORS", "INSTANCE_FAILURE: machines lost");
            InMemoryResources steps = instance.resources(KIND);
            String step = steps.create(ATTEMPT);
            steps.place(step, ResourceStage.FAILED, "INTERRUPTED", "The cluster was terminated.");
            // When / Then
            assertThatThrownBy(() -> next(id, LaunchStep.FIRST))
                    .satisfies(failure -> assertThat(faultOf(failure))
                            .isEqualTo(new Fault(
                                    ErrorCode.TASK_LOST,
                                    "emr-step " + step,
                                    "INTERRUPTED: The cluster was terminated; its emr-cluster " + id
                                            + " is TERMINATED_WITH_ERRORS: INSTANCE_FAILURE: machines lost",
                                    "one that succeeds",
                                    "See who or what ended the cluster, and retry the job.")));
        }
    }

    @Nested
    class JobRuns {
        private static final ResourceKind KIND = ResourceKind.EMR_SERVERLESS_JOB_RUN;

        @Test
        void shouldAskForARunOfTheSizeThatTheSettingsSay() throws IOException {
            // Given
            validated(
                    JobQueue.EMR_SERVERLESS,
                    KIND,
                    "sleeper.default.bulk.import.emr.serverless.executor.memory=28g",
                    "sleeper.bulk.import.emr.serverless.release.label=emr-spark-8.0.0");
            // When
            LaunchStep step = launch.next(KIND, ATTEMPT, LaunchStep.FIRST);
            // Then
            assertThat(step.request().get("SparkSubmit"))
                    .isEqualTo(Map.of(
                            "EntryPoint",
                            "s3://sleeper-jars/sleeper-spark-job-spark4.jar",
                            "EntryPointArguments",
                            List.of("big", "1"),
                            "SparkSubmitParameters",
                            "--conf spark.driver.cores=4 --conf spark.driver.memory=14g --conf"
                                    + " spark.dynamicAllocation.enabled=true --conf"
                                    + " spark.dynamicAllocation.maxExecutors=20 --conf"
                                    + " spark.emr-serverless.driver.disk=20g --conf"
                                    + " spark.emr-serverless.executor.disk=100g --conf spark.executor.cores=4 --conf"
                                    + " spark.executor.instances=3 --conf spark.executor.memory=28g --class"
                                    + " sleeper.bulkimport.job.runner.columnar.BulkImportJobColumnarRunner"));
        }

        @Test
        void shouldSayThatTheApplicationIsTooSmall() throws IOException {
            // Given
            InMemoryResources runs = validated(JobQueue.EMR_SERVERLESS, KIND);
            LaunchStep asked = launch.next(KIND, ATTEMPT, LaunchStep.FIRST);
            String id = runs.create(ATTEMPT);
            String reason =
                    "ApplicationMaxCapacityExceededException: Worker could not be allocated as the application has"
                            + " exceeded maximumCapacity settings.";
            runs.place(id, ResourceStage.FAILED, "FAILED", reason);
            // When / Then
            assertThatThrownBy(() -> launch.next(KIND, ATTEMPT, failed(asked, "States.TaskFailed", "{}")))
                    .satisfies(failure -> assertThat(faultOf(failure))
                            .isEqualTo(new Fault(
                                    ErrorCode.NO_CAPACITY,
                                    "emr-serverless-job-run " + id,
                                    "FAILED: " + reason,
                                    "a driver and an executor that the application has room for",
                                    "Raise sleeper.bulk.import.emr.serverless.max.vcpus or"
                                            + " sleeper.bulk.import.emr.serverless.max.memory, or ask for smaller workers,"
                                            + " and retry the job.")));
        }

        @Test
        void shouldAskAgainLaterWhereItIsThrottled() throws IOException {
            // Given
            validated(JobQueue.EMR_SERVERLESS, KIND);
            LaunchStep asked = launch.next(KIND, ATTEMPT, LaunchStep.FIRST);
            // When
            LaunchStep step =
                    launch.next(KIND, ATTEMPT, failed(asked, "EMRServerless.ThrottlingException", "Too many requests"));
            // Then
            assertThat(step.next()).isEqualTo(LaunchStep.WAIT);
            assertThat(waitedFor(KIND, step).next()).isEqualTo(LaunchStep.CREATE);
        }
    }

    @Nested
    class Jobs {
        private static final ResourceKind KIND = ResourceKind.KUBERNETES_JOB;

        @Test
        void shouldAskForNoOtherJobWhereTheOneThatWasAwaitedIsDeleted() throws IOException {
            // Given one whose creation was not answered, and that was found
            InMemoryResources jobs = validated(JobQueue.EKS, KIND);
            LaunchStep asked = launch.next(KIND, ATTEMPT, LaunchStep.FIRST);
            String id = jobs.create(ATTEMPT);
            LaunchStep awaits = launch.next(KIND, ATTEMPT, failed(asked, "EKS.503", "no answer"));
            assertThat(awaits.id()).isEqualTo(id);
            // When
            jobs.forget(id);
            // Then
            assertThatThrownBy(() -> launch.next(KIND, ATTEMPT, awaits))
                    .satisfies(failure -> assertThat(faultOf(failure))
                            .isEqualTo(new Fault(
                                    ErrorCode.TASK_LOST,
                                    "kubernetes-job",
                                    "it was deleted before it was seen to end: " + id,
                                    "one that is left alone until it has ended",
                                    "Find out who deleted it, and retry the job.")));
        }

        @ParameterizedTest
        @ValueSource(strings = {"EKS.404", "States.TaskFailed", "EKS.503"})
        void shouldAskForNoOtherJobWhereOneWhosePodWasSeenIsDeleted(String error) throws IOException {
            // Given
            validated(JobQueue.EKS, KIND);
            LaunchStep asked = launch.next(KIND, ATTEMPT, LaunchStep.FIRST);
            assertThat(new WatchPod(instance.ports())
                            .next(ATTEMPT, Optional.of(List.of(Map.of("phase", "Running"))), WatchStep.FIRST))
                    .isEqualTo(WatchStep.stop());
            // When / Then
            assertThatThrownBy(() -> launch.next(KIND, ATTEMPT, failed(asked, error, "it is not there")))
                    .satisfies(failure -> assertThat(faultOf(failure).code()).isEqualTo(ErrorCode.TASK_LOST))
                    .hasMessageContaining("it was deleted before it was seen to end: big-a1");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "pod big-a1-f00d5: OOMKilled, exit code 137 | driver",
                    "pod big-a1-exec-1: OOMKilled, exit code 137 | executor",
                    "pod big-a1-f00d5: OOMKilled, exit code 137; pod big-a1-exec-1: OOMKilled, exit code 137 | driver"
                })
        void shouldSayWhosePodRanOutOfMemory(String pods, String whose) throws IOException {
            // Given
            InMemoryResources jobs = validated(JobQueue.EKS, KIND);
            LaunchStep asked = launch.next(KIND, ATTEMPT, LaunchStep.FIRST);
            String id = jobs.create(ATTEMPT);
            jobs.place(id, ResourceStage.FAILED, "Failed", "BackoffLimitExceeded: Job has reached its limit; " + pods);
            // When / Then
            String setting = "sleeper.table.bulk.import.eks." + whose + ".memory";
            assertThatThrownBy(() -> launch.next(KIND, ATTEMPT, failed(asked, "States.TaskFailed", "{}")))
                    .satisfies(failure -> {
                        assertThat(faultOf(failure).code()).isEqualTo(ErrorCode.OUT_OF_MEMORY);
                        assertThat(faultOf(failure).action())
                                .isEqualTo("Raise " + setting + " or " + setting + ".overhead, and retry the job.");
                    });
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Evicted: The node was low on resource: ephemeral-storage. Threshold quantity: 1Gi, available: 9Mi.",
                    "Evicted: Pod ephemeral local storage usage exceeds the total limit of containers 20Gi.",
                    "Evicted: Usage of EmptyDir volume \"spark-local-dir-1\" exceeds the limit \"10Gi\"."
                })
        void shouldSayThatAPodWasEvictedForItsDisk(String words) throws IOException {
            // Given
            InMemoryResources jobs = validated(JobQueue.EKS, KIND);
            LaunchStep asked = launch.next(KIND, ATTEMPT, LaunchStep.FIRST);
            jobs.place(jobs.create(ATTEMPT), ResourceStage.FAILED, "Failed", "pod big-a1-f00d5: " + words);
            // When / Then
            assertThatThrownBy(() -> launch.next(KIND, ATTEMPT, failed(asked, "States.TaskFailed", "{}")))
                    .satisfies(failure -> {
                        assertThat(faultOf(failure).code()).isEqualTo(ErrorCode.DISK_FULL);
                        assertThat(faultOf(failure).action()).startsWith("Send fewer files a job");
                    });
        }

        @Test
        void shouldAwaitAJobThatHasNoPodForWantOfRoomAndThenGiveUpItsPodWithinFiveMinutes() throws IOException {
            // Given one that was found, and that the quota has no room for
            InMemoryResources jobs = validated(JobQueue.EKS, KIND);
            LaunchStep asked = launch.next(KIND, ATTEMPT, LaunchStep.FIRST);
            String id = jobs.create(ATTEMPT);
            jobs.place(id, ResourceStage.STARTING, KubernetesNames.JOB_WITHOUT_POD, "");
            LaunchStep step = launch.next(KIND, ATTEMPT, failed(asked, "EKS.503", "no answer"));
            // When
            int looks = 0;
            for (Instant end = instance.instant().plus(Duration.ofHours(20));
                    instance.instant().isBefore(end);
                    looks++) {
                assertThat(step.next()).isEqualTo(LaunchStep.WAIT);
                instance.pass(Duration.ofSeconds(step.seconds()));
                step = launch.next(KIND, ATTEMPT, step);
            }
            // Then it is looked at seldom enough for a history, which has a dozen events for each look
            assertThat(looks).isLessThan(1_000);
            // When it has a pod that does not come to run
            jobs.place(id, ResourceStage.STARTING, "Pending", "pod big-a1-f00d5: ErrImagePull");
            LaunchStep pending = step;
            Instant begin = instance.instant();
            assertThatThrownBy(() -> waitedFor(KIND, pending))
                    .satisfies(failure -> assertThat(faultOf(failure).code()).isEqualTo(ErrorCode.TIMED_OUT))
                    .hasMessageContaining("ErrImagePull");
            // Then
            assertThat(Duration.between(begin, instance.instant())).isLessThan(Duration.ofMinutes(7));
        }

        @Test
        void shouldGiveUpThePodOfAnAdoptedJobWithinFiveMinutes() throws IOException {
            // Given
            InMemoryResources jobs = validated(JobQueue.EKS, KIND);
            LaunchStep asked = launch.next(KIND, ATTEMPT, LaunchStep.FIRST);
            jobs.place(jobs.create(ATTEMPT), ResourceStage.STARTING, "Pending", "pod big-a1-f00d5: ErrImagePull");
            Instant begin = instance.instant();
            LaunchStep step = launch.next(KIND, ATTEMPT, failed(asked, "EKS.503", "no answer"));
            // When / Then
            assertThatThrownBy(() -> waitedFor(KIND, step)).hasMessageContaining("ErrImagePull");
            assertThat(Duration.between(begin, instance.instant())).isLessThanOrEqualTo(Duration.ofMinutes(5));
        }

        @Test
        void shouldSayThatAJobTookLongerThanItMay() throws IOException {
            // Given
            InMemoryResources jobs = validated(JobQueue.EKS, KIND);
            LaunchStep asked = launch.next(KIND, ATTEMPT, LaunchStep.FIRST);
            jobs.place(
                    jobs.create(ATTEMPT),
                    ResourceStage.FAILED,
                    "Failed",
                    "DeadlineExceeded: Job was active longer than specified deadline");
            // When / Then
            assertThatThrownBy(() -> launch.next(KIND, ATTEMPT, failed(asked, "States.Timeout", "")))
                    .satisfies(failure -> assertThat(faultOf(failure).code()).isEqualTo(ErrorCode.TIMED_OUT));
        }

        @Test
        void shouldAskForNoOtherJobWhereOneHadItsTimeAndIsNotToBeSeen() throws IOException {
            // Given
            validated(JobQueue.EKS, KIND);
            LaunchStep asked = launch.next(KIND, ATTEMPT, LaunchStep.FIRST);
            // When what was timed out earlier can only be the watcher
            instance.pass(Wanted.LONGEST_RUN.minusSeconds(1));
            LaunchStep early = launch.next(KIND, ATTEMPT, failed(asked, "States.Timeout", ""));
            instance.pass(Duration.ofSeconds(1));
            // Then
            assertThat(early.next()).isEqualTo(LaunchStep.WAIT);
            assertThatThrownBy(() -> launch.next(KIND, ATTEMPT, failed(asked, "States.Timeout", "")))
                    .satisfies(failure -> assertThat(faultOf(failure))
                            .isEqualTo(new Fault(
                                    ErrorCode.TIMED_OUT,
                                    "the request for a Job of Kubernetes",
                                    "neither it nor an answer after 24 hours",
                                    "at most 24 hours",
                                    ErrorCode.TIMED_OUT.action())));
        }

        @Test
        void shouldNotCallARequestRefusedWhoseJobWasDeletedBeforeItHadAPod() throws IOException {
            // Given
            validated(JobQueue.EKS, KIND);
            LaunchStep asked = launch.next(KIND, ATTEMPT, LaunchStep.FIRST);
            String cause = "jobs.batch \"big-a1\" not found";
            // When / Then
            assertThatThrownBy(() -> launch.next(KIND, ATTEMPT, failed(asked, "EKS.404", cause)))
                    .satisfies(failure -> assertThat(faultOf(failure).code()).isEqualTo(ErrorCode.TASK_LOST))
                    .hasMessageContaining(cause);
            assertThatThrownBy(() ->
                            launch.next(KIND, ATTEMPT, failed(asked, "EKS.404", "namespaces \"nowhere\" not found")))
                    .satisfies(failure -> assertThat(faultOf(failure).code()).isEqualTo(ErrorCode.PLATFORM_REFUSED));
        }
    }
}
