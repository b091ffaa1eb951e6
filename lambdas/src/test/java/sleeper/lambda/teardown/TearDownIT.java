package sleeper.lambda.teardown;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.file.FilePath;
import sleeper.core.job.AttemptId;
import sleeper.core.job.Manifest;
import sleeper.core.key.KeyValue;
import sleeper.core.partition.PartitionTree;
import sleeper.core.platform.JobQueue;
import sleeper.core.platform.ResourceKind;
import sleeper.core.resource.ResourceService;
import sleeper.core.schema.Field;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.core.table.TableName;
import sleeper.lambda.TestInstance;
import sleeper.lambda.commit.CommitFiles;
import sleeper.lambda.launch.Launch;
import sleeper.lambda.launch.LaunchStep;
import sleeper.lambda.record.FailureRequest;
import sleeper.lambda.record.RecordFailure;
import sleeper.lambda.start.Message;
import sleeper.lambda.start.StartJob;
import sleeper.lambda.validate.ValidateJob;
import sleeper.statestore.job.AttemptResources;
import sleeper.statestore.job.ResourceStore;
import sleeper.testkit.resource.InMemoryResources;

class TearDownIT {
    private static final AttemptId ATTEMPT = TestInstance.attempt("big", 1);
    private static final ResourceKind KIND = ResourceKind.EMR_SERVERLESS_JOB_RUN;
    private static final LaunchStep FIRST = new LaunchStep("", 0, "", 0, 0, 0, 0, "", Map.of(), Map.of(), Map.of());

    @TempDir
    private Path home;

    private TestInstance instance;
    private TearDown tearDown;
    private InMemoryResources runs;
    private ResourceStore records;

    @BeforeEach
    void validateJob() throws IOException {
        instance = new TestInstance(home);
        tearDown = new TearDown(instance.ports());
        runs = instance.resources(KIND);
        records = instance.stores().jobs().resources();
        Files.writeString(home.resolve("instance.properties"), "sleeper.default.bulk.import.min.leaf.partitions=1\n");
        instance.stores()
                .tables()
                .log(new TableName("orders"))
                .create(
                        new Schema(List.of(Field.required("key", PrimitiveType.STRING)), List.of(), List.of()),
                        PartitionTree.ofGrid(List.of(List.of(new KeyValue.OfString("m")))));
        instance.write(new FilePath("in", "f.parquet"), "rows=10");
        var unusedStart = new StartJob(instance.ports())
                .start(new Message(
                        "message",
                        "{\"id\":\"big\",\"tableName\":\"orders\",\"files\":[\"in/f.parquet\"]}",
                        JobQueue.EMR_SERVERLESS));
        var unused = new ValidateJob(instance.ports(), instance, instance).validate(ATTEMPT);
    }

    private void request() {
        assertThat(new Launch(instance.ports()).next(KIND, ATTEMPT, FIRST).next())
                .isEqualTo("create");
    }

    private void fail() {
        var unused = new RecordFailure(instance.ports())
                .record(new FailureRequest("big", 1, "FAILED", Map.of("Error", "States.Timeout", "Cause", "")));
    }

    private void commit() {
        instance.stores().jobs().putManifest(new Manifest(ATTEMPT, "run1", List.of()));
        assertThat(new CommitFiles(instance.ports()).commit(ATTEMPT).status()).isEqualTo("COMMITTED");
    }

    private AttemptResources onRecord() {
        return records.of(ATTEMPT);
    }

    @Test
    void shouldEndWhatShowsUpAfterAnAttemptThatFailedWasTornDown() {
        // Given a run that was requested, and that the first two looks do not show
        runs.listLate(2);
        request();
        String id = runs.create(ATTEMPT);
        fail();
        // When
        tearDown.tearDown(ATTEMPT);
        // Then nothing is known of it, and it is looked for again
        assertThat(onRecord().unknown()).containsExactly("emr-serverless-job-run big-a1");
        assertThat(records.open()).containsExactly(ATTEMPT);
        // When a list must show it
        instance.pass(ResourceService.LIST_LAG);
        tearDown.tearDown(ATTEMPT);
        // Then
        assertThat(runs.open()).isEmpty();
        assertThat(onRecord().tornDown()).containsExactly(id);
        assertThat(records.open()).isEmpty();
    }

    @Test
    void shouldLookForWhatWasCreatedTwiceUntilAListMustShowIt() {
        // Given a request that was granted twice, and a list that shows one of the two
        request();
        String shown = runs.create(ATTEMPT);
        runs.listLate(2);
        String late = runs.create(ATTEMPT);
        fail();
        // When
        tearDown.tearDown(ATTEMPT);
        // Then
        assertThat(onRecord().tornDown()).containsExactly(shown);
        assertThat(records.open()).containsExactly(ATTEMPT);
        // When
        instance.pass(ResourceService.LIST_LAG);
        tearDown.tearDown(ATTEMPT);
        // Then
        assertThat(onRecord().tornDown()).containsExactlyInAnyOrder(shown, late);
        assertThat(records.open()).isEmpty();
    }

    @Test
    void shouldCloseAtOnceAnAttemptThatRequestedNothing() {
        // Given
        fail();
        // When
        tearDown.tearDown(ATTEMPT);
        // Then
        assertThat(onRecord().unknown()).isEmpty();
        assertThat(records.open()).isEmpty();
    }

    @Test
    void shouldCloseAtOnceAnAttemptThatCommittedAndWhoseRunWasSeen() {
        // Given
        request();
        String id = runs.create(ATTEMPT);
        commit();
        // When
        tearDown.tearDown(ATTEMPT);
        // Then
        assertThat(onRecord().tornDown()).containsExactly(id);
        assertThat(records.open()).isEmpty();
    }

    @Test
    void shouldKeepOpenAnAttemptThatCommittedAndOfWhichOneRequestWasNotSeenToCreateAnything() {
        // Given two requests, of which one was seen to create something
        request();
        instance.pass(Duration.ofSeconds(1));
        request();
        String id = runs.create(ATTEMPT);
        commit();
        // When
        tearDown.tearDown(ATTEMPT);
        // Then
        assertThat(onRecord().tornDown()).containsExactly(id);
        assertThat(records.open()).containsExactly(ATTEMPT);
    }
}
