package sleeper.lambda.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.file.FilePath;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobStatus;
import sleeper.core.key.KeyValue;
import sleeper.core.partition.PartitionTree;
import sleeper.core.platform.JobQueue;
import sleeper.core.schema.Field;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.core.table.TableName;
import sleeper.lambda.TestInstance;
import sleeper.lambda.start.Message;
import sleeper.lambda.start.StartJob;
import sleeper.lambda.validate.ValidateJob;
import sleeper.statestore.job.JobHistory;

class RecordFailureIT {
    private static final AttemptId ATTEMPT = TestInstance.attempt("j", 1);

    @TempDir
    private Path home;

    @Test
    void shouldExcludeAnAttemptThatOneValidationPlannedThoughAnotherIsSaidToHaveRefusedIt() {
        // Given a plan
        TestInstance instance = new TestInstance(home);
        Schema schema = new Schema(List.of(Field.required("key", PrimitiveType.STRING)), List.of(), List.of());
        var unusedVerdict = instance.stores()
                .tables()
                .log(new TableName("t"))
                .create(schema, PartitionTree.ofGrid(List.of(List.<KeyValue>of(new KeyValue.OfString("m")))));
        instance.write(new FilePath("b", "f"), "rows=3");
        var unusedResult = new StartJob(instance.ports())
                .start(new Message("m1", "{\"id\":\"j\",\"tableName\":\"t\",\"files\":[\"b/f\"]}", JobQueue.STANDARD));
        var unusedPlan = new ValidateJob(instance.ports(), instance, instance).validate(ATTEMPT);
        // When
        String cause = "{\"errorMessage\":\"Job 'j' was not accepted.\"}";
        var verdict = new RecordFailure(instance.ports())
                .record(new FailureRequest(
                        "j",
                        1,
                        "REJECTED",
                        Map.of("Error", "sleeper.core.error.InvalidRequestException", "Cause", cause)));
        // Then nothing can run by the plan any more, and its sender is told of a failure
        assertThat(verdict.status()).isEqualTo(JobStatus.FAILED.name());
        assertThat(new JobHistory(instance.stores().jobs(), instance.stores().tables()).statusOf(ATTEMPT))
                .isEqualTo(JobStatus.FAILED);
        assertThat(instance.stores().jobs().rejection(ATTEMPT)).isEmpty();
    }
}
