package sleeper.testkit.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sleeper.testkit.log.TableFixture.attempt;
import static sleeper.testkit.log.TableFixture.manifest;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.core.error.CorruptDataException;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.OutcomeUnknownException;
import sleeper.core.error.TransientFailureException;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileVersion;
import sleeper.core.job.AttemptId;
import sleeper.core.job.InputFile;
import sleeper.core.job.JobPlan;
import sleeper.core.job.Manifest;
import sleeper.core.job.json.JobPlanJson;
import sleeper.statestore.job.Decision;
import sleeper.statestore.job.JobStore;
import sleeper.statestore.job.RecordedFaults;
import sleeper.statestore.object.ForwardingObjectStore;
import sleeper.statestore.object.ObjectStore;
import sleeper.statestore.object.PutResult;
import sleeper.statestore.util.Surroundings;

class JobStoreTest {
    private static final AttemptId ATTEMPT = attempt("job", 1);
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final InMemoryObjectStore objects = new InMemoryObjectStore();
    private final List<Duration> waits = new ArrayList<>();

    private JobStore jobs(ObjectStore over) {
        return new JobStore(over, new Surroundings(() -> NOW, () -> "id", new Random(1), waits::add));
    }

    @Test
    void shouldPutAManifestUntilOneIsSeen() {
        // Given a store that loses a request and then a reply
        objects.loseNextRequest();
        objects.loseNextReply();
        Manifest manifest = manifest(ATTEMPT, "ours", 1);
        // When
        Manifest stored = jobs(objects).putManifest(manifest);
        // Then
        assertThat(stored).isEqualTo(manifest);
        assertThat(jobs(objects).manifest(ATTEMPT)).contains(manifest);
        assertThat(waits).hasSize(2);
    }

    @Test
    void shouldNotCallAManifestUnwrittenThatMayBeThere() {
        // Given a store whose reply is lost once the manifest lies there, and which fails from then on
        ObjectStore failing = new ForwardingObjectStore(objects) {
            @Override
            public PutResult putIfAbsent(String key, byte[] bytes) {
                if (objects.get(key).isPresent()) {
                    throw new TransientFailureException("No.", List.of(Fault.of(ErrorCode.UNAVAILABLE, key, "", "")));
                }
                objects.loseNextReply();
                return super.putIfAbsent(key, bytes);
            }
        };
        Manifest manifest = manifest(ATTEMPT, "ours", 1);
        // When / Then
        assertThatThrownBy(() -> jobs(failing).putManifest(manifest)).isInstanceOf(OutcomeUnknownException.class);
        assertThat(jobs(objects).manifest(ATTEMPT)).contains(manifest);
    }

    @Nested
    class AnAttemptHasOneDecision {
        private static final String PLAN_BEFORE = """
                {"format":1,"jobId":"job","attempt":1,"digest":"d","table":"t","incarnation":"i",\
                "schema":{"rowKeyFields":[{"name":"key","type":"string"}],"sortKeyFields":[],"valueFields":[]},\
                "partitions":{"types":["string"],"root":{"field":0,"at":"n","lower":"leaf","upper":"leaf"}},\
                "platform":"standard","reasons":["The queue 'standard' stands for this platform."],"warnings":[],\
                "inputs":[{"bucket":"in","key":"one.parquet","lengthBytes":3170,"tag":"18ec1b-99","rowCount":60,"rowGroups":3}],\
                "settings":{"sleeper.ingest.threads":"2"},"sparkConf":{}}""";
        private static final String REFUSAL_BEFORE = """
                {"format":1,"at":"2026-01-02T03:04:05Z","faults":[{"code":"FILE_NOT_FOUND","where":"files[1]",\
                "found":"nothing at in/missing.parquet","allowed":"a file","action":"Upload the file."}]}""";
        private static final Fault MISSING = new Fault(
                ErrorCode.FILE_NOT_FOUND, "files[1]", "nothing at in/missing.parquet", "a file", "Upload the file.");

        private final JobPlan plan = JobPlanJson.read(PLAN_BEFORE);

        @Test
        void shouldGoByThePlanOfTheDriverThatResolvedItFirst() {
            // Given a plan that leaves a source to the driver
            JobPlan planned = JobPlanJson.read(
                    PLAN_BEFORE.replace("\"settings\"", "\"unresolved\":[\"hdfs:///in/\"],\"settings\""));
            JobStore jobs = jobs(new InMemoryObjectStore());
            jobs.decide(planned);
            assertThat(jobs.plan(planned.attempt())).contains(planned);
            assertThatThrownBy(() -> jobs.putResolved(planned)).isInstanceOf(IllegalArgumentException.class);
            JobPlan first = planned.resolved(
                    List.of(new InputFile(new FilePath("hdfs://", "in/a"), new FileVersion(3, "t"), 2, 1)),
                    List.of(),
                    List.of("seen"));
            // When two drivers resolve it
            JobPlan ofFirst = jobs.putResolved(first);
            JobPlan ofSecond = jobs.putResolved(planned.resolved(List.of(), List.of(), List.of()));
            // Then both go by the first, and so does all that reads the plan
            assertThat(ofFirst).isEqualTo(first);
            assertThat(ofSecond).isEqualTo(first);
            assertThat(jobs.plan(planned.attempt())).contains(first);
            assertThat(first.inputs().get(1).path()).hasToString("hdfs:///in/a");
        }

        private final RecordedFaults refusal = new RecordedFaults(NOW, List.of(MISSING));

        /** Two validations of the same attempt that come to their ends at once. */
        private Decision overtaken(Consumer<JobStore> theirs, Function<JobStore, Decision> ours) {
            return ours.apply(jobs(new ForwardingObjectStore(objects) {
                @Override
                public PutResult putIfAbsent(String key, byte[] bytes) {
                    theirs.accept(jobs(objects));
                    return super.putIfAbsent(key, bytes);
                }
            }));
        }

        private void putBefore(String folder, String record) {
            objects.putIfAbsent(folder + "/job.1", record.getBytes(StandardCharsets.UTF_8));
        }

        @Test
        void shouldAnswerWithTheRefusalThatWasStoredWhileAPlanWasMade() {
            // When
            Decision decision = overtaken(jobs -> jobs.reject(ATTEMPT, List.of(MISSING)), jobs -> jobs.decide(plan));
            // Then
            assertThat(decision).isEqualTo(new Decision.Refused(refusal));
            assertThat(jobs(objects).decision(ATTEMPT)).contains(decision);
            assertThat(jobs(objects).rejection(ATTEMPT)).contains(refusal);
            assertThat(jobs(objects).plan(ATTEMPT)).isEmpty();
        }

        @Test
        void shouldAnswerWithThePlanThatWasStoredWhileARefusalWasFound() {
            // When
            Decision decision = overtaken(jobs -> jobs.decide(plan), jobs -> jobs.reject(ATTEMPT, List.of(MISSING)));
            // Then
            assertThat(decision).isEqualTo(new Decision.Planned(plan));
            assertThat(jobs(objects).decision(ATTEMPT)).contains(decision);
            assertThat(jobs(objects).rejection(ATTEMPT)).isEmpty();
            assertThat(jobs(objects).plan(ATTEMPT)).contains(plan);
        }

        @Test
        void shouldLetThePlanOfTheVersionBeforeStand() {
            // Given
            putBefore("plans", PLAN_BEFORE);
            // When
            Decision decision = jobs(objects).reject(ATTEMPT, List.of(MISSING));
            // Then
            assertThat(decision).isEqualTo(new Decision.Planned(plan));
            assertThat(jobs(objects).decision(ATTEMPT)).contains(decision);
            assertThat(jobs(objects).plan(ATTEMPT)).contains(plan);
            assertThat(jobs(objects).rejection(ATTEMPT)).isEmpty();
        }

        @Test
        void shouldLetTheRefusalOfTheVersionBeforeStand() {
            // Given
            putBefore("rejections", REFUSAL_BEFORE);
            // When
            Decision decision = jobs(objects).decide(plan);
            // Then
            assertThat(decision).isEqualTo(new Decision.Refused(refusal));
            assertThat(jobs(objects).decision(ATTEMPT)).contains(decision);
            assertThat(jobs(objects).rejection(ATTEMPT)).contains(refusal);
            assertThat(jobs(objects).plan(ATTEMPT)).isEmpty();
        }

        @Test
        void shouldCallRefusedWhatTheVersionBeforeBothPlannedAndRefused() {
            // Given what two of its validations at once could leave
            putBefore("plans", PLAN_BEFORE);
            putBefore("rejections", REFUSAL_BEFORE);
            // When / Then the plan can still be had, for the files of a run that began by it
            assertThat(jobs(objects).decision(ATTEMPT)).contains(new Decision.Refused(refusal));
            assertThat(jobs(objects).rejection(ATTEMPT)).contains(refusal);
            assertThat(jobs(objects).plan(ATTEMPT)).contains(plan);
        }

        @Test
        void shouldTellADecisionThatIsDamaged() {
            // Given
            jobs(objects).decide(plan);
            objects.flipByte("decisions/job.1", 4);
            // When / Then
            assertThatThrownBy(() -> jobs(objects).decision(ATTEMPT))
                    .isInstanceOf(CorruptDataException.class)
                    .hasMessageContaining("decisions/job.1");
            assertThatThrownBy(() -> jobs(objects).rejection(ATTEMPT)).isInstanceOf(CorruptDataException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"documents/job", "plans/job.1", "decisions/job.1", "manifests/job.1", "failures/job.1"})
    void shouldSayOnceWhatIsWrongWithADamagedRecordAndWhich(String key) {
        // Given
        objects.putIfAbsent(key, "what is this".getBytes(StandardCharsets.UTF_8));
        JobStore jobs = jobs(objects);
        // When / Then
        assertThatThrownBy(() -> {
                    var unusedJob = jobs.job(ATTEMPT.jobId());
                    var unusedDecision = jobs.decision(ATTEMPT);
                    var unusedManifest = jobs.manifest(ATTEMPT);
                    var unusedFailure = jobs.failure(ATTEMPT);
                })
                .isInstanceOf(CorruptDataException.class)
                .hasMessageStartingWith("Record " + key + " of the job store cannot be read. DATA_CORRUPT at " + key
                        + ": found the text: Unrecognized token 'what'")
                .hasMessageEndingWith(
                        "; allowed: the record as it was written, of format 1. Restore the object from a copy.")
                .message()
                .containsOnlyOnce("DATA_CORRUPT")
                .doesNotContain("sleeper verify");
    }
}
