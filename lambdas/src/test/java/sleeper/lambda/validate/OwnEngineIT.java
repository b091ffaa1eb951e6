package sleeper.lambda.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.Faults;
import sleeper.core.file.FilePath;
import sleeper.core.job.AttemptId;
import sleeper.core.job.InputFile;
import sleeper.core.job.JobDocument;
import sleeper.core.job.JobPlan;
import sleeper.core.partition.PartitionTree;
import sleeper.core.platform.JobQueue;
import sleeper.core.platform.Platform;
import sleeper.core.schema.Field;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.core.table.TableName;
import sleeper.lambda.TestInstance;
import sleeper.sort.check.FileCheck;

/** Plans of jobs whose engine the user starts, on an instance that has none of its platforms. */
class OwnEngineIT {
    private static final AttemptId ATTEMPT = TestInstance.attempt("j", 1);

    @TempDir
    private Path home;

    private TestInstance instance;
    private final Faults faults = new Faults();

    @BeforeEach
    void createATable() throws IOException {
        Files.writeString(home.resolve("instance.properties"), "sleeper.optional.stacks=IngestStack\n");
        instance = new TestInstance(home);
        Schema schema = new Schema(List.of(Field.required("key", PrimitiveType.STRING)), List.of(), List.of());
        var unusedVerdict = instance.stores()
                .tables()
                .log(new TableName("t"))
                .create(schema, new PartitionTree(1, new PartitionTree.Leaf()));
        instance.write(new FilePath("b", "f"), "a file");
    }

    private static JobDocument document(Map<String, String> sparkConf) {
        return new JobDocument(
                Optional.of(ATTEMPT.jobId()), "t", List.of("b/f"), Map.of(), sparkConf, Optional.empty());
    }

    private JobPlanner planner() {
        return new JobPlanner(
                instance.ports(),
                (file, schema, rules) ->
                        new FileCheck.Finding(new InputFile(file.path(), file.version(), 1, 1), 1, List.of()));
    }

    private Optional<JobPlan> planOwn(Platform platform, Map<String, String> sparkConf) {
        return planner().planForOwnEngine(document(sparkConf), platform, ATTEMPT, faults);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "STANDARD")
    void shouldPlanForAPlatformThatIsNotDeployed(Platform platform) {
        // Given
        Faults ofQueue = new Faults();
        var unusedPlan = planner()
                .plan(document(Map.of()), JobQueue.ofWord(platform.word()).orElseThrow(), ATTEMPT, ofQueue);
        assertThat(ofQueue.toList()).extracting(Fault::code).containsExactly(ErrorCode.PLATFORM_NOT_DEPLOYED);
        // When
        Optional<JobPlan> plan = planOwn(platform, Map.of());
        // Then
        assertThat(faults.toList()).isEmpty();
        assertThat(plan).hasValueSatisfying(found -> {
            assertThat(found.platform()).isEqualTo(platform);
            assertThat(found.reasons()).containsExactly("Its engine is started by whoever prepared the job.");
        });
    }

    @Test
    void shouldHaveTheJobsOwnPropertiesOfSparkAlone() {
        // When
        Optional<JobPlan> plan = planOwn(Platform.EMR, Map.of("spark.rdd.compress", "false"));
        // Then
        assertThat(faults.toList()).isEmpty();
        assertThat(plan.map(JobPlan::sparkConf)).contains(Map.of("spark.rdd.compress", "false"));
    }

    @Test
    void shouldRefuseWhatThePlatformRefuses() {
        // When
        var unusedPlan = planOwn(Platform.EMR, Map.of("spark.driver.extraClassPath", "/evil"));
        // Then
        assertThat(faults.toList()).extracting(Fault::code).containsExactly(ErrorCode.SPARK_CONF_NOT_ALLOWED);
    }
}
