package sleeper.lambda.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.file.FilePath;
import sleeper.core.job.AttemptId;
import sleeper.core.job.InputFile;
import sleeper.core.job.JobPlan;
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
import sleeper.sort.check.FileCheck;
import sleeper.statestore.job.StoredJob;

/** Two calls of validation for one attempt, of which the second comes while the first still looks at the files. */
class ValidateJobIT {
    private static final AttemptId ATTEMPT = TestInstance.attempt("j", 1);
    private static final Fault BAD = Fault.of(ErrorCode.CORRUPT_FILE, "b/f", "", "");

    @TempDir
    private Path home;

    private TestInstance instance;
    private final FileCheck good = (file, schema, rules) ->
            new FileCheck.Finding(new InputFile(file.path(), file.version(), 1, 1), 1, List.of());
    private final FileCheck bad = (file, schema, rules) ->
            new FileCheck.Finding(new InputFile(file.path(), file.version(), 0, 0), 0, List.of(BAD));

    @BeforeEach
    void sendAJob() {
        instance = new TestInstance(home);
        Schema schema = new Schema(List.of(Field.required("key", PrimitiveType.STRING)), List.of(), List.of());
        var unusedVerdict = instance.stores()
                .tables()
                .log(new TableName("t"))
                .create(schema, PartitionTree.ofGrid(List.of(List.<KeyValue>of(new KeyValue.OfString("m")))));
        instance.write(new FilePath("b", "f"), "a file");
        var unusedResult = new StartJob(instance.ports())
                .start(new Message("m1", "{\"id\":\"j\",\"tableName\":\"t\",\"files\":[\"b/f\"]}", JobQueue.STANDARD));
    }

    private JobPlan validate(FileCheck check) {
        return new ValidateJob(instance.ports(), check, instance).validate(ATTEMPT);
    }

    private InvalidRequestException refusal(FileCheck check) {
        return catchThrowableOfType(InvalidRequestException.class, () -> validate(check));
    }

    @Test
    void shouldAnswerWithThePlanThatAnotherCallMadeMeanwhile() {
        // When
        JobPlan[] made = new JobPlan[1];
        JobPlan answer = validate((file, schema, rules) -> {
            made[0] = validate(good);
            return bad.check(file, schema, rules);
        });
        // Then
        assertThat(answer).isEqualTo(made[0]);
        assertThat(instance.stores().jobs().rejection(ATTEMPT)).isEmpty();
    }

    @Test
    void shouldRefuseWhatAnotherCallRefusedMeanwhile() {
        // When
        InvalidRequestException refusal = refusal((file, schema, rules) -> {
            assertThat(refusal(bad).faults()).containsExactly(BAD);
            return good.check(file, schema, rules);
        });
        // Then
        assertThat(refusal.faults()).containsExactly(BAD);
        assertThat(instance.stores().jobs().plan(ATTEMPT)).isEmpty();
    }

    @Test
    void shouldRefuseAStoredDocumentWithTextThatNoStoreCanHold() {
        // Given a document that an earlier version took
        AttemptId attempt = TestInstance.attempt("old", 1);
        String document = "{\"files\":[\"b/\\ud800\"],\"id\":\"old\",\"tableName\":\"t\"}";
        StoredJob unused = instance.stores()
                .jobs()
                .putJob(new StoredJob(
                        attempt.jobId(), document, "digest", JobQueue.STANDARD.word(), "m2", instance.instant()));
        // When
        InvalidRequestException refusal = catchThrowableOfType(
                InvalidRequestException.class,
                () -> new ValidateJob(instance.ports(), good, instance).validate(attempt));
        // Then
        assertThat(refusal.faults())
                .singleElement()
                .satisfies(fault -> assertThat(fault.message())
                        .startsWith("MALFORMED_JSON at line 1, column 11 (files[0]): found 'b/\\ud800'"));
        assertThat(instance.stores().jobs().rejection(attempt))
                .hasValueSatisfying(rejection -> assertThat(rejection.faults()).isEqualTo(refusal.faults()));
    }
}
