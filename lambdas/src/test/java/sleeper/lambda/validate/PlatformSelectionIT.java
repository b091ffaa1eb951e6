package sleeper.lambda.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.Faults;
import sleeper.core.file.FilePath;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobDocument;
import sleeper.core.job.JobPlan;
import sleeper.core.job.RunEstimate;
import sleeper.core.partition.PartitionTree;
import sleeper.core.platform.JobQueue;
import sleeper.core.platform.Platform;
import sleeper.core.platform.ResourceKind;
import sleeper.core.resource.Resource;
import sleeper.core.resource.ResourceStage;
import sleeper.core.schema.Field;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.core.table.TableName;
import sleeper.lambda.TestInstance;
import sleeper.statestore.job.ResourceStore;

/** Where jobs run, by their document, their files and what else runs. */
class PlatformSelectionIT {
    private static final AttemptId ATTEMPT = TestInstance.attempt("j", 1);
    private static final String ALL =
            "IngestStack,EmrBulkImportStack,PersistentEmrBulkImportStack,EmrServerlessBulkImportStack,EksBulkImportStack";

    /** With which the permanent cluster costs a job least; Spark makes no more files than the ingest task. */
    private static final Map<String, String> CLUSTER_OF_TEN = Map.of(
            "sleeper.default.bulk.import.min.leaf.partitions", "1",
            "sleeper.bulk.import.persistent.emr.use.managed.scaling", "false",
            "sleeper.bulk.import.persistent.emr.min.instances", "10");

    private static final String FULL =
            "The permanent cluster runs 2 steps at a time, and other jobs have them all: this one"
                    + " would wait for its turn, which the time is without.";

    @TempDir
    private Path home;

    private TestInstance instance;
    private OptionalLong diskBytes = OptionalLong.empty();
    private final Faults faults = new Faults();

    @BeforeEach
    void createATable() throws IOException {
        instance = new TestInstance(home);
        Schema schema = new Schema(List.of(Field.required("key", PrimitiveType.STRING)), List.of(), List.of());
        var unusedVerdict = instance.stores()
                .tables()
                .log(new TableName("t"))
                .create(schema, new PartitionTree(1, new PartitionTree.Leaf()));
        write("f", "rows=1000000");
        deploy(ALL, Map.of());
    }

    private void write(String key, String file) {
        instance.write(new FilePath("b", key), file);
    }

    private void deploy(String stacks, Map<String, String> properties) throws IOException {
        String text = "sleeper.optional.stacks=" + stacks + "\nsleeper.bulk.import.allowed.schemes=s3,hdfs\n"
                + "sleeper.ingest.memory.budget=64m\n"
                + properties.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue() + "\n")
                        .collect(Collectors.joining());
        Files.writeString(home.resolve("instance.properties"), text);
    }

    private static JobDocument document() {
        return document(List.of("b/f"), Map.of(), Map.of());
    }

    private static JobDocument document(
            List<String> files, Map<String, String> platformSpec, Map<String, String> sparkConf) {
        return new JobDocument(Optional.of(ATTEMPT.jobId()), "t", files, platformSpec, sparkConf, Optional.empty());
    }

    private Optional<JobPlan> plan(JobDocument document, JobQueue queue) {
        return new JobPlanner(instance.stores(), () -> diskBytes, true, instance)
                .plan(document, queue, ATTEMPT, faults);
    }

    private JobPlan planOfAuto(JobDocument document) {
        JobPlan plan = plan(document, JobQueue.AUTO).orElse(null);
        assertThat(faults.toList()).isEmpty();
        return plan;
    }

    private List<String> faultCodes() {
        return faults.toList().stream()
                .map(fault -> fault.code() + " at " + fault.where())
                .toList();
    }

    @Nested
    class OfAuto {
        @Test
        void shouldWeighEachDeployedPlatform() {
            // When
            JobPlan plan = planOfAuto(document());
            // Then
            assertThat(plan.platform()).isEqualTo(Platform.STANDARD);
            assertThat(plan.reasons().get(0))
                    .isEqualTo("standard is expected to cost least of the platforms that run the job well: 30 s to"
                            + " 2 min 31 s and below 0.01 USD.");
            assertThat(plan.reasons().subList(1, 5))
                    .extracting(reason -> reason.replaceAll(":.*", ""))
                    .containsExactly("emr", "persistent-emr", "emr-serverless", "eks");
        }

        @Test
        void shouldLeaveWhatTheDisksDoNotHold() {
            // Given 10 GB of values
            write("large", "rows=10000000000");
            diskBytes = OptionalLong.of(9_000_000_000L);
            // When
            JobPlan plan = planOfAuto(document(List.of("b/large"), Map.of(), Map.of()));
            // Then
            assertThat(plan.platform().isSpark()).isTrue();
            assertThat(plan.reasons())
                    .anySatisfy(reason -> assertThat(reason)
                            .startsWith("standard: ")
                            .contains("Sorting may spill 18.6 GiB, and the disk of a task has 8.4 GiB free."));
        }

        @Test
        void shouldTakeSparkForWhatTheDocumentSaysOfIt() throws IOException {
            // Given
            deploy("IngestStack,EmrBulkImportStack", Map.of());
            // When
            JobPlan plan = planOfAuto(document(List.of("b/f"), Map.of(), Map.of("spark.executor.instances", "4")));
            // Then
            assertThat(plan.platform()).isEqualTo(Platform.EMR);
            assertThat(plan.sparkConf()).containsEntry("spark.executor.instances", "4");
            assertThat(plan.reasons()).contains("standard: it does not take what the job's document says (sparkConf).");
        }

        @Test
        void shouldTakeThePlatformThatThePropertiesOfTheDocumentMeanSomethingOn() {
            // When
            JobPlan plan = planOfAuto(document(
                    List.of("b/f"), Map.of("sleeper.table.bulk.import.emr.executor.max.instances", "3"), Map.of()));
            // Then
            assertThat(plan.platform()).isEqualTo(Platform.EMR);
            assertThat(plan.settings()).containsEntry("sleeper.table.bulk.import.emr.executor.max.instances", "3");
        }

        @Test
        void shouldTakeSparkForSourcesBeyondBuckets() {
            // When
            JobPlan plan = planOfAuto(document(List.of("b/f", "hdfs://node:8020/in/f.parquet"), Map.of(), Map.of()));
            // Then
            assertThat(plan.platform().isSpark()).isTrue();
            assertThat(plan.reasons())
                    .contains(
                            "What follows is without the rows of 1 source that only the run can reach.",
                            "standard: it reads buckets only, and the job names other sources.");
        }

        @Test
        void shouldTakeTheIngestTaskWhereTheTableIsNotSplitEnoughForSpark() throws IOException {
            // Given
            deploy("IngestStack,PersistentEmrBulkImportStack", CLUSTER_OF_TEN);
            assertThat(planOfAuto(document()).platform()).isEqualTo(Platform.PERSISTENT_EMR);
            Files.createDirectories(home.resolve("tables"));
            Files.writeString(
                    home.resolve("tables/t.properties"),
                    "sleeper.table.bulk.import.presplit=false\nsleeper.table.bulk.import.min.leaf.partitions=2\n");
            // When
            JobPlan plan = planOfAuto(document());
            // Then
            assertThat(plan.platform()).isEqualTo(Platform.STANDARD);
            assertThat(plan.reasons())
                    .contains("persistent-emr: the table has too few leaf partitions for a bulk import and may not be"
                            + " split.");
        }

        @Test
        void shouldSayWhatTheDocumentHasWrongIfNoPlatformTakesIt() throws IOException {
            // Given
            deploy("IngestStack,EmrBulkImportStack", Map.of());
            // When
            var unusedPlan = plan(
                    document(List.of("b/f"), Map.of(), Map.of("spark.driver.extraClassPath", "/evil")), JobQueue.AUTO);
            // Then
            assertThat(faultCodes())
                    .containsExactly("SPARK_CONF_NOT_ALLOWED at sparkConf (spark.driver.extraClassPath)");
        }

        @ParameterizedTest
        @CsvSource({
            "sleeper.table.bulk.import.emr.release.label, emr-6.8.0, '', ''",
            "'', '', spark.executor.instances, many",
            "sleeper.table.bulk.import.eks.executor.memory, 12, spark.executor.instances, 4",
        })
        void shouldSayWhatIsWrongOnThePlatformThatTheDocumentIsAbout(
                String property, String value, String sparkProperty, String sparkValue) {
            // When
            var unusedPlan = plan(
                    document(
                            List.of("b/f"),
                            property.isEmpty() ? Map.of() : Map.of(property, value),
                            sparkProperty.isEmpty() ? Map.of() : Map.of(sparkProperty, sparkValue)),
                    JobQueue.AUTO);
            // Then
            assertThat(faults.toList())
                    .singleElement()
                    .satisfies(fault -> assertThat(fault.code()).isEqualTo(ErrorCode.VALUE_OUT_OF_RANGE));
        }

        @Test
        void shouldRefuseWhereNothingIsDeployed() throws IOException {
            deploy("", Map.of());

            var unusedPlan = plan(document(), JobQueue.AUTO);

            assertThat(faults.toList())
                    .extracting(Fault::code, Fault::allowed)
                    .containsExactly(tuple(ErrorCode.PLATFORM_NOT_DEPLOYED, "no platform"));
        }
    }

    @Nested
    class OfTheRecordsOfTheInstance {
        private final List<ResourceKind> step =
                Platform.PERSISTENT_EMR.description().creates();

        private ResourceStore resources() {
            return instance.stores().jobs().resources();
        }

        @BeforeEach
        void deployAClusterThatRunsTwoSteps() throws IOException {
            deploy("IngestStack,PersistentEmrBulkImportStack", CLUSTER_OF_TEN);
        }

        @Test
        void shouldTakeThePermanentClusterWhileItHasRoom() {
            // Given one step, a cluster and a task of others, and what this attempt has asked for itself
            resources().ask(TestInstance.attempt("a", 1), step);
            resources()
                    .ask(
                            TestInstance.attempt("b", 1),
                            Platform.EMR.description().creates());
            resources()
                    .ask(
                            TestInstance.attempt("c", 1),
                            Platform.STANDARD.description().creates());
            resources().ask(ATTEMPT, step);
            // When / Then
            assertThat(planOfAuto(document()).platform()).isEqualTo(Platform.PERSISTENT_EMR);
        }

        @Test
        void shouldLeaveThePermanentClusterWhileItIsFull() {
            // Given
            resources().ask(TestInstance.attempt("a", 1), step);
            resources().ask(TestInstance.attempt("b", 2), step);
            // When
            JobPlan plan = planOfAuto(document());
            // Then
            assertThat(plan.platform()).isEqualTo(Platform.STANDARD);
            assertThat(plan.reasons())
                    .anySatisfy(reason ->
                            assertThat(reason).startsWith("persistent-emr: ").endsWith(FULL));
        }

        @Test
        void shouldTakeThePermanentClusterAgainOnceAStepIsGone() {
            // Given
            resources().ask(TestInstance.attempt("a", 1), step);
            resources().ask(TestInstance.attempt("b", 2), step);
            resources().close(TestInstance.attempt("a", 1), ResourceKind.EMR_STEP);
            assertThat(resources().settle(TestInstance.attempt("a", 1))).isTrue();
            // When / Then
            assertThat(planOfAuto(document()).platform()).isEqualTo(Platform.PERSISTENT_EMR);
        }

        @Test
        void shouldTakeThePermanentClusterThoughStepsThatHaveEndedAreLookedForStill() {
            // Given two jobs that failed a moment ago: their steps are gone, and a list may show another yet
            for (AttemptId failed : List.of(TestInstance.attempt("a", 1), TestInstance.attempt("b", 2))) {
                Resource ended =
                        new Resource(ResourceKind.EMR_STEP, "j-1/s-" + failed, ResourceStage.FAILED, "FAILED", "");
                resources().ask(failed, step);
                resources().request(failed, ResourceKind.EMR_STEP);
                resources().see(failed, ended);
                resources().seeGone(failed, ResourceKind.EMR_STEP, ended.id());
            }
            // When / Then
            assertThat(plan(document(), JobQueue.PERSISTENT_EMR).map(JobPlan::warnings))
                    .contains(List.of());
            assertThat(planOfAuto(document()).platform()).isEqualTo(Platform.PERSISTENT_EMR);
        }

        @Test
        void shouldWarnAJobThatNamesTheFullClusterThatItWaits() {
            // Given
            resources().ask(TestInstance.attempt("a", 1), step);
            resources().ask(TestInstance.attempt("b", 2), step);
            // When
            Optional<JobPlan> plan = plan(document(), JobQueue.PERSISTENT_EMR);
            // Then
            assertThat(plan.map(JobPlan::warnings)).contains(List.of(FULL));
        }
    }

    @ParameterizedTest
    @EnumSource(Platform.class)
    void shouldEstimateAlsoWhatAQueueStandsFor(Platform platform) {
        Optional<JobPlan> plan =
                plan(document(), JobQueue.ofWord(platform.word()).orElseThrow());

        assertThat(faults.toList()).isEmpty();
        assertThat(plan).hasValueSatisfying(found -> {
            assertThat(found.reasons())
                    .containsExactly("The queue '" + platform.word() + "' stands for this platform.");
            assertThat(found.estimate()).hasValueSatisfying(estimate -> {
                assertThat(estimate.advice().isPresent()).isEqualTo(platform.isSpark());
                assertThat(estimate.cost()).isPresent();
                assertThat(estimate.restsOn()).contains("2026-11-28").contains("assumed");
            });
        });
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "spark.executor.instances, \" 3\"",
                "spark.executor.instances, 99999999999",
                "spark.executor.cores, 0",
                "spark.driver.cores, 1e1",
                "spark.executor.memory, 16g --conf spark.jars=x",
                "spark.driver.memory, ''",
                "spark.driver.memoryOverhead, g",
                "spark.memory.fraction, much",
                "spark.dynamicAllocation.maxExecutors, -1",
            })
    void shouldRefuseAValueThatNothingCanBeReckonedWith(String key, String value) {
        for (JobQueue queue :
                List.of(JobQueue.EMR, JobQueue.PERSISTENT_EMR, JobQueue.EMR_SERVERLESS, JobQueue.EKS, JobQueue.AUTO)) {
            Faults ofQueue = new Faults();

            Optional<JobPlan> plan = new JobPlanner(instance.stores(), () -> diskBytes, true, instance)
                    .plan(document(List.of("b/f"), Map.of(), Map.of(key, value)), queue, ATTEMPT, ofQueue);

            assertThat(plan).isEmpty();
            assertThat(ofQueue.toList().get(0).code())
                    .as(queue.word())
                    .isIn(ErrorCode.VALUE_OUT_OF_RANGE, ErrorCode.SPARK_CONF_NOT_ALLOWED);
        }
    }

    @Test
    void shouldRefuseAPodThatFargateDoesNotHaveBeforeAnythingIsAskedFor() {
        // When
        Optional<JobPlan> plan =
                plan(document(List.of("b/f"), Map.of(), Map.of("spark.executor.memory", "128g")), JobQueue.EKS);
        // Then
        assertThat(plan).isEmpty();
        assertThat(faultCodes())
                .containsExactly(
                        "SIZE_NOT_AVAILABLE at spark.executor.cores, spark.executor.memory and spark.executor.memoryOverhead");
    }

    @Test
    void shouldRefuseAnExecutorThatNoInstanceOfTheTypeHolds() {
        // When
        var unusedPlan = plan(
                document(
                        List.of("b/f"),
                        Map.of("sleeper.table.bulk.import.emr.executor.instance.type", "m5.xlarge"),
                        Map.of("spark.driver.memory", "8g")),
                JobQueue.EMR);
        // Then
        assertThat(faults.toList())
                .containsExactly(new Fault(
                        ErrorCode.SIZE_NOT_AVAILABLE,
                        "spark.executor.memory and spark.executor.memoryOverhead",
                        "an executor of 18432 MiB of memory and overhead",
                        "at most 12288 MiB, which EMR has YARN give to containers on m5.xlarge",
                        "Lower it, or use instances such as m5.2xlarge, which give 24576 MiB to containers."));
    }

    @Test
    void shouldWarnOfAnInstanceTypeWithoutAPriceAndTakeTheJob() {
        // When
        Optional<JobPlan> plan = plan(
                document(
                        List.of("b/f"),
                        Map.of("sleeper.table.bulk.import.emr.executor.instance.type", "m7i.4xlarge"),
                        Map.of()),
                JobQueue.EMR);
        // Then
        assertThat(faults.toList()).isEmpty();
        assertThat(plan.map(JobPlan::warnings))
                .contains(List.of("The prices of us-east-1 on 2026-11-28 have no instance type m7i.4xlarge: neither the"
                        + " cost nor whether executors fit on it is known."));
        assertThat(plan.flatMap(JobPlan::estimate).flatMap(RunEstimate::cost)).isEmpty();
    }

    @Test
    void shouldCountTheLeavesThatABulkImportSplitsTheTableInto() throws IOException {
        // Given 6 GB in one leaf, which is cut into 256 before Spark sorts it, and otherwise lies in one
        write("large", "rows=6000000000");
        deploy("EmrBulkImportStack", Map.of());
        JobDocument dataframe = new JobDocument(
                Optional.of(ATTEMPT.jobId()),
                "t",
                List.of("b/large"),
                Map.of(),
                Map.of(),
                Optional.of("sleeper.bulkimport.job.runner.dataframe.BulkImportJobDataframeRunner"));
        assertThat(plan(dataframe, JobQueue.EMR).map(JobPlan::warnings)).contains(List.of());
        // When
        deploy("EmrBulkImportStack", Map.of("sleeper.default.bulk.import.min.leaf.partitions", "1"));
        // Then
        assertThat(plan(dataframe, JobQueue.EMR).map(JobPlan::warnings))
                .hasValueSatisfying(warnings -> assertThat(warnings)
                        .singleElement()
                        .satisfies(warning -> assertThat(warning)
                                .startsWith(
                                        "About 5.6 GiB, a leaf, are sorted by one task, which has 2.5 GiB of memory")));
    }
}
