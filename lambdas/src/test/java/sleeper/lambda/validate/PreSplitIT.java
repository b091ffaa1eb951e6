package sleeper.lambda.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.Faults;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.error.RunFailedException;
import sleeper.core.error.TransientFailureException;
import sleeper.core.file.FilePath;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobDocument;
import sleeper.core.job.JobId;
import sleeper.core.job.JobPlan;
import sleeper.core.job.JobStatus;
import sleeper.core.partition.PartitionTree;
import sleeper.core.platform.JobQueue;
import sleeper.core.schema.Field;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.core.settings.BulkImportSettings;
import sleeper.core.settings.InstanceSettings;
import sleeper.core.table.TableName;
import sleeper.lambda.TestInstance;
import sleeper.lambda.start.Message;
import sleeper.lambda.start.StartJob;
import sleeper.sort.sample.KeySampler;
import sleeper.sort.sample.SampledCuts;
import sleeper.statestore.instance.ForwardingStores;
import sleeper.statestore.instance.PreSplit;
import sleeper.statestore.log.AppendResult;
import sleeper.statestore.log.CommitLog;
import sleeper.statestore.log.LogEntry;
import sleeper.statestore.log.LogRecord;
import sleeper.statestore.table.TableLog;
import sleeper.statestore.table.TableState.LiveTable;
import sleeper.statestore.table.TableStorage;
import sleeper.statestore.table.TableStore;
import sleeper.statestore.table.Verdict;
import sleeper.statestore.transaction.Transaction.Reason;
import sleeper.statestore.util.Surroundings;

/** Bulk imports into a table with one leaf, where eight are wanted. */
class PreSplitIT {
    private static final TableName TABLE = new TableName("t");
    private static final Schema SCHEMA =
            new Schema(List.of(Field.required("key", PrimitiveType.STRING)), List.of(), List.of());

    @TempDir
    private Path home;

    private TestInstance instance;

    @BeforeEach
    void createATable() throws IOException {
        instance = new TestInstance(home);
        Files.writeString(
                home.resolve("instance.properties"), InstanceSettings.OPTIONAL_STACKS.name() + "=EmrBulkImportStack");
        Path ofTable = home.resolve("tables").resolve(TABLE + ".properties");
        Files.createDirectories(ofTable.getParent());
        Files.writeString(ofTable, BulkImportSettings.MIN_LEAF_PARTITIONS.name() + "=8");
        create();
    }

    private void create() {
        assertThat(log().create(SCHEMA, PartitionTree.single(1))).isInstanceOf(Verdict.Done.class);
    }

    private TableLog log() {
        return instance.stores().tables().log(TABLE);
    }

    private LiveTable table() {
        return log().state().table().orElseThrow();
    }

    private long slots() {
        return log().state().slot();
    }

    private void send(String job, String text) {
        instance.write(new FilePath("b", job), text);
        var unused = new StartJob(instance.ports())
                .start(new Message(
                        job,
                        "{\"id\":\"%s\",\"tableName\":\"t\",\"files\":[\"b/%s\"]}".formatted(job, job),
                        JobQueue.EMR));
    }

    private JobPlan validate(String job, KeySampler sampler) {
        return new ValidateJob(instance.ports(), instance, sampler).validate(TestInstance.attempt(job, 1));
    }

    private List<Fault> refusal(String job, KeySampler sampler) {
        return catchThrowableOfType(InvalidRequestException.class, () -> validate(job, sampler))
                .faults();
    }

    @Test
    void shouldSplitTheTableBeforeItPlansTheFiles() {
        // Given
        send("j", "rows=800");
        // When
        JobPlan plan = validate("j", instance);
        // Then
        assertThat(plan.partitions().leaves()).hasSize(8);
        assertThat(plan.partitions()).isEqualTo(table().partitions());
        assertThat(plan.warnings())
                .containsExactly("The table was split by a sample of the input, from 1 leaf partition into 8.");
        assertThat(instance.stores().jobs().plan(plan.attempt())).contains(plan);
    }

    @Test
    void shouldSplitTheTableOnceForJobsThatComeAtTheSameTime() {
        // Given two jobs, of which the second is validated while the first takes its sample
        send("first", "rows=800");
        send("second", "rows=80");
        JobPlan[] second = new JobPlan[1];
        // When
        JobPlan first = validate("first", (files, schema, maxKeys) -> {
            second[0] = validate("second", instance);
            return instance.sample(files, schema, maxKeys);
        });
        // Then
        assertThat(slots()).isEqualTo(2);
        assertThat(first.partitions()).isEqualTo(second[0].partitions()).isEqualTo(table().partitions());
        assertThat(first.warnings()).isEmpty();
        assertThat(second[0].warnings()).hasSize(1);
    }

    @Test
    void shouldSplitWhatAnotherHasSplitIntoFewerThanWanted() {
        // Given a job of three keys that is validated while another takes its sample
        send("many", "rows=800");
        send("few", "rows=3");
        // When
        JobPlan plan = validate("many", (files, schema, maxKeys) -> {
            assertThat(validate("few", instance).partitions().leaves()).hasSize(3);
            return instance.sample(files, schema, maxKeys);
        });
        // Then
        assertThat(plan.partitions().leaves()).hasSize(8);
        assertThat(plan.partitions()).isEqualTo(table().partitions());
        assertThat(plan.warnings())
                .containsExactly("The table was split by a sample of the input, from 3 leaf partitions into 8.");
        assertThat(slots()).isEqualTo(3);
    }

    @Test
    void shouldSplitIntoAsManyLeavesAsThereAreKeys() {
        // Given
        send("j", "rows=3");
        // When
        JobPlan plan = validate("j", instance);
        // Then
        assertThat(plan.partitions().leaves()).hasSize(3);
        assertThat(plan.warnings())
                .containsExactly("The table was split by a sample of the input, from 1 leaf partition into 3:"
                        + " the sample has too few keys for the 8 that a bulk import wants.");
    }

    @Test
    void shouldPlanAJobWithOneKeyForTheTableAsItIs() {
        // Given
        send("j", "rows=1");
        // When
        JobPlan plan = validate("j", instance);
        // Then
        assertThat(slots()).isEqualTo(1);
        assertThat(plan.warnings())
                .containsExactly("The table has 1 leaf partition, where a bulk import wants 8:"
                        + " the sample has too few keys to split it further.");
    }

    @Test
    void shouldTakeNoSampleWhereNoneIsNeeded() {
        // Given a job without rows, and one into a table with leaves enough
        KeySampler none = (files, schema, maxKeys) -> {
            throw new AssertionError("a sample was taken");
        };
        send("empty", "rows=0");
        send("first", "rows=800");
        send("second", "rows=900");
        // When / Then
        assertThat(validate("empty", none).warnings()).isEmpty();
        assertThat(slots()).isEqualTo(1);
        assertThat(validate("first", instance).warnings()).hasSize(1);
        assertThat(validate("second", none).partitions()).isEqualTo(table().partitions());
    }

    @Test
    void shouldLeaveTheTableAloneForAJobThatIsRefused() {
        // Given
        send("j", "CORRUPT_FILE");
        // When / Then
        assertThat(refusal("j", instance)).extracting(Fault::code).containsExactly(ErrorCode.CORRUPT_FILE);
        assertThat(slots()).isEqualTo(1);
    }

    @Test
    void shouldRefuseAJobWhoseKeysCannotBeTaken() {
        // Given
        send("j", "rows=800");
        Fault damaged = Fault.of(ErrorCode.CORRUPT_FILE, "b/j, row group 0, column 'key'", "a damaged page", "");
        KeySampler failing = (files, schema, maxKeys) -> {
            throw new InvalidRequestException("No keys were taken.", List.of(damaged));
        };
        // When / Then
        assertThat(refusal("j", failing)).containsExactly(damaged);
        assertThat(refusal("j", instance)).containsExactly(damaged);
        assertThat(slots()).isEqualTo(1);
    }

    @Test
    void shouldRefuseAJobWhoseTableIsCreatedAgainMeanwhile() {
        // Given
        send("j", "rows=800");
        // When
        List<Fault> faults = refusal("j", (files, schema, maxKeys) -> {
            var unused = log().drop(table().incarnation());
            create();
            return instance.sample(files, schema, maxKeys);
        });
        // Then
        assertThat(faults).extracting(Fault::code).containsExactly(ErrorCode.UNKNOWN_TABLE);
        assertThat(table().partitions().leaves()).hasSize(1);
    }

    @Test
    void shouldSplitNothingForAnAttemptThatIsGivenUpWhileKeysAreTaken() {
        // Given
        send("j", "rows=800");
        AttemptId attempt = TestInstance.attempt("j", 1);
        String digest =
                instance.stores().jobs().job(attempt.jobId()).orElseThrow().digest();
        // When
        RunFailedException stopped = catchThrowableOfType(
                RunFailedException.class,
                () -> validate("j", (files, schema, maxKeys) -> {
                    var unused = log().exclude(
                                    attempt,
                                    digest,
                                    new Reason(JobStatus.ABORTED, ErrorCode.ABORTED, "a person stopped it"));
                    return instance.sample(files, schema, maxKeys);
                }));
        // Then
        assertThat(stopped.code()).isEqualTo(ErrorCode.SUPERSEDED);
        assertThat(table().partitions().leaves()).hasSize(1);
    }

    /** Takes entries or loses them, and never says which. */
    private record SilentLog(CommitLog log, boolean isTaken, AtomicInteger tries) implements CommitLog {
        @Override
        public AppendResult append(LogEntry entry) {
            tries.incrementAndGet();
            if (isTaken) {
                AppendResult unused = log.append(entry);
            }
            return new AppendResult.Unknown("no reply");
        }

        @Override
        public List<LogRecord> read(long from, long toInclusive) {
            return log.read(from, toInclusive);
        }

        @Override
        public void retire(long upTo) {
            log.retire(upTo);
        }
    }

    private PreSplit overSilentLog(boolean isTaken, AtomicInteger tries) {
        TableStorage storage = log().storage();
        TableStorage silent = new TableStorage(
                storage.location(),
                new SilentLog(storage.log(), isTaken, tries),
                storage.objects(),
                storage.view(),
                storage.files(),
                storage.unfinished());
        AtomicInteger ids = new AtomicInteger();
        TableStore tables = new TableStore(
                () -> List.of(TABLE),
                name -> silent,
                new Surroundings(instance, () -> "silent" + ids.incrementAndGet(), new Random(1), time -> {}));
        return new PreSplit(new ForwardingStores(instance.stores()) {
            @Override
            public TableStore tables() {
                return tables;
            }
        });
    }

    private JobPlan planned(String job) {
        send(job, "rows=800");
        Faults faults = new Faults();
        JobDocument document = new JobDocument(
                Optional.of(new JobId(job)), "t", List.of("b/" + job), Map.of(), Map.of(), Optional.empty());
        return new JobPlanner(instance.ports(), instance)
                .plan(document, JobQueue.EMR, TestInstance.attempt(job, 1), faults)
                .orElseThrow();
    }

    @Test
    void shouldLookAtTheTableWhereTheLogDoesNotSayWhetherItWasSplit() {
        // Given
        JobPlan plan = planned("j");
        AtomicInteger tries = new AtomicInteger();
        // When
        JobPlan split = overSilentLog(true, tries).apply(plan, new SampledCuts(instance));
        // Then
        assertThat(tries).hasPositiveValue();
        assertThat(split.partitions().leaves()).hasSize(8);
        assertThat(slots()).isEqualTo(2);
    }

    @Test
    void shouldBeTriedAgainWhereTheLogNeverAnswers() {
        // Given
        JobPlan plan = planned("j");
        PreSplit preSplit = overSilentLog(false, new AtomicInteger());
        // When / Then
        assertThatThrownBy(() -> preSplit.apply(plan, new SampledCuts(instance)))
                .isInstanceOf(TransientFailureException.class)
                .hasMessageStartingWith(
                        "Table t was not split for attempt j-a1. COMMIT_CONTENTION at the log of table t");
        assertThat(slots()).isEqualTo(1);
    }
}
