package sleeper.statestore.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static sleeper.statestore.TestSurroundings.NOW;
import static sleeper.statestore.TestTable.FAILURE;
import static sleeper.statestore.TestTable.NAME;
import static sleeper.statestore.TestTable.ONE_LEAF;
import static sleeper.statestore.TestTable.SCHEMA;
import static sleeper.statestore.TestTable.attempt;
import static sleeper.statestore.TestTable.manifest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.FaultLocation;
import sleeper.core.error.TransientFailureException;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;
import sleeper.core.job.JobStatus;
import sleeper.core.job.Manifest;
import sleeper.statestore.CommitterMain;
import sleeper.statestore.TestSurroundings;
import sleeper.statestore.file.FileObjectStore;
import sleeper.statestore.instance.FileInstance;
import sleeper.statestore.object.ForwardingObjectStore;
import sleeper.statestore.object.ObjectStore;
import sleeper.statestore.object.PutResult;
import sleeper.statestore.table.TableLog;
import sleeper.statestore.transaction.Transaction.Reason;

class JobHistoryIT {
    private static final JobId JOB = new JobId("job");
    private static final AttemptId FIRST = attempt("job", 1);
    private static final AttemptId SECOND = attempt("job", 2);
    private static final Fault MISSING = Fault.of(ErrorCode.FILE_NOT_FOUND, "in/a.parquet", "nothing", "a file")
            .at(FaultLocation.ofFile("in/a.parquet").inRowGroup(1).inColumn("key"));

    @TempDir
    Path home;

    private FileInstance instance;
    private JobStore jobs;
    private TableLog log;
    private JobHistory history;

    @BeforeEach
    void setUp() {
        instance = CommitterMain.open(home);
        jobs = instance.jobs();
        log = instance.tables().log(NAME);
        log.create(SCHEMA, ONE_LEAF);
        history = new JobHistory(jobs, instance.tables());
        jobs.putJob(stored("digest"));
        jobs.putAttempt(new AttemptRecord(FIRST, "m1", NOW));
    }

    private static StoredJob stored(String digest) {
        return new StoredJob(
                JOB, "{\"files\":[\"in\"],\"id\":\"job\",\"tableName\":\"letters\"}", digest, "standard", "m1", NOW);
    }

    private void commit(AttemptId attempt) {
        String incarnation = log.state().table().orElseThrow().incarnation();
        log.commit(attempt, "digest", incarnation, manifest(attempt, "r", 2));
    }

    private List<JobStatus> statuses() {
        return history.find(JOB).orElseThrow().attempts().stream()
                .map(AttemptView::status)
                .toList();
    }

    @Test
    void shouldFollowAJobFromAcceptedToCommitted() {
        assertThat(statuses()).containsExactly(JobStatus.ACCEPTED);
        jobs.reportRunning(FIRST);
        assertThat(statuses()).containsExactly(JobStatus.RUNNING);
        commit(FIRST);
        assertThat(history.find(JOB)).hasValueSatisfying(job -> {
            assertThat(job.status()).isEqualTo(JobStatus.COMMITTED);
            assertThat(job.attempts().get(0).files()).isEqualTo(2);
            assertThat(job.attempts().get(0).rows()).isEqualTo(21);
            assertThat(job.attempts().get(0).endedAt()).isPresent();
        });
        assertThat(history.page(Optional.empty(), Integer.MAX_VALUE))
                .extracting(JobView::status)
                .containsExactly(JobStatus.COMMITTED);
        assertThat(history.statusOf(FIRST)).isEqualTo(JobStatus.COMMITTED);
    }

    @Test
    void shouldKeepARejectionWhenALaterAttemptIsExcluded() {
        // Given an attempt that validation refused, and one that failed
        jobs.reject(FIRST, List.of(MISSING));
        jobs.putAttempt(new AttemptRecord(SECOND, "m2", NOW));
        log.exclude(SECOND, "digest", FAILURE);
        // When / Then
        assertThat(statuses()).containsExactly(JobStatus.REJECTED, JobStatus.FAILED);
        JobView job = history.find(JOB).orElseThrow();
        assertThat(job.status()).isEqualTo(JobStatus.FAILED);
        assertThat(job.attempts().get(0).faults()).containsExactly(MISSING);
        assertThat(job.attempts().get(1).faults()).extracting(Fault::code).containsExactly(ErrorCode.TASK_LOST);
    }

    @Test
    void shouldBelieveTheLogThatAnAttemptIsCommittedWhateverIsStoredOfARefusal() {
        // Given one call of validation planned it, and another, which nobody heard, refused it
        jobs.reject(FIRST, List.of(MISSING));
        commit(FIRST);
        // When / Then
        assertThat(statuses()).containsExactly(JobStatus.COMMITTED);
        assertThat(history.find(JOB).orElseThrow().attempts().get(0).faults()).isEmpty();
    }

    @Test
    void shouldCallAJobCommittedThoughAnEarlierAttemptFailed() {
        // Given
        Fault lost = Fault.of(ErrorCode.TASK_LOST, "the task", "exit code 137", "");
        log.exclude(FIRST, "digest", FAILURE);
        jobs.recordFailure(FIRST, List.of(lost));
        jobs.putAttempt(new AttemptRecord(SECOND, "m2", NOW));
        commit(SECOND);
        // When / Then
        assertThat(statuses()).containsExactly(JobStatus.FAILED, JobStatus.COMMITTED);
        assertThat(history.find(JOB).orElseThrow().status()).isEqualTo(JobStatus.COMMITTED);
        assertThat(history.find(JOB).orElseThrow().attempts().get(0).faults()).containsExactly(lost);
    }

    @Test
    void shouldNotTellOfAFailureWhatIsNotWhyTheLogGaveTheAttemptUp() {
        // Given the task was stopped when its time was over, and stored that another had given it up
        log.exclude(FIRST, "digest", new Reason(JobStatus.FAILED, ErrorCode.TIMED_OUT, "It took too long."));
        jobs.recordFailure(FIRST, List.of(Fault.of(ErrorCode.SUPERSEDED, "attempt job-a1", "it was given up", "")));
        // When / Then
        assertThat(history.find(JOB).orElseThrow().attempts().get(0).faults())
                .containsExactly(Fault.of(ErrorCode.TIMED_OUT, "attempt job-a1", "It took too long.", ""));
    }

    @Test
    void shouldProjectWhatWasDecidedSinceTheCursorOnly() {
        // Given
        commit(FIRST);
        history.project(NAME);
        long cursor = jobs.cursor(NAME);
        // When another job ends
        log.exclude(attempt("other", 1), "digest", FAILURE);
        new JobHistory(CommitterMain.open(home).jobs(), instance.tables()).project(NAME);
        // Then
        assertThat(cursor).isEqualTo(2);
        assertThat(jobs.cursor(NAME)).isEqualTo(3);
        assertThat(jobs.outcome(attempt("other", 1)))
                .map(AttemptOutcome::status)
                .contains(JobStatus.FAILED);
    }

    @Test
    void shouldKeepTheFirstOfEachRecord() {
        // When each is written again, with another content
        StoredJob other = jobs.putJob(stored("another digest"));
        AttemptRecord attempt = jobs.putAttempt(new AttemptRecord(FIRST, "m9", NOW));
        Manifest first = jobs.putManifest(manifest(FIRST, "r1", 1));
        Manifest second = jobs.putManifest(manifest(FIRST, "r2", 1));
        // Then
        assertThat(other).isEqualTo(stored("digest"));
        assertThat(attempt.messageId()).isEqualTo("m1");
        assertThat(second).isEqualTo(first);
        assertThat(jobs.manifest(FIRST)).contains(first);
        assertThat(jobs.recordNotified(FIRST, "failed")).isTrue();
        assertThat(jobs.recordNotified(FIRST, "failed")).isFalse();
        assertThat(jobs.isNotified(FIRST, "failed")).isTrue();
        assertThat(jobs.isNotified(SECOND, "failed")).isFalse();
    }

    @Test
    void shouldPassOverWhatAStrangerPutAmongTheRecords() throws IOException {
        // Given
        jobs.putManifest(manifest(FIRST, "r", 1));
        for (String folder : List.of("documents", "manifests")) {
            Files.writeString(home.resolve("jobs").resolve(folder).resolve("job.json.bak"), "x");
        }
        // When / Then
        assertThat(jobs.jobIds()).containsExactly(JOB);
        assertThat(jobs.attemptsWithManifest()).containsExactly(FIRST);
    }

    @Test
    void shouldShowTheLatestJobsFirstPageByPage() {
        // Given two jobs received after the first, by which the later has ended
        for (String id : List.of("later", "latest")) {
            String document = "{\"files\":[\"in\"],\"id\":\"" + id + "\",\"tableName\":\"letters\"}";
            jobs.putJob(new StoredJob(
                    new JobId(id),
                    document,
                    "digest",
                    "standard",
                    "m2",
                    NOW.plusSeconds(id.equals("later") ? 1 : 100_000)));
            jobs.putAttempt(new AttemptRecord(attempt(id, 1), "m2", NOW));
        }
        commit(attempt("later", 1));
        // When
        List<JobView> first = history.page(Optional.empty(), 2);
        List<JobView> second = history.page(Optional.of(first.get(1)), 2);
        // Then
        assertThat(first).extracting(job -> job.job().id().value()).containsExactly("latest", "later");
        assertThat(first).extracting(JobView::status).containsExactly(JobStatus.ACCEPTED, JobStatus.COMMITTED);
        assertThat(second).extracting(job -> job.job().id()).containsExactly(JOB);
        assertThat(history.page(Optional.empty(), Integer.MAX_VALUE)).hasSize(3).startsWith(first.get(0), first.get(1));
    }

    /** Stores a job and its first attempt. @return that */
    private AttemptId attempted(String id) {
        String document = "{\"files\":[\"in\"],\"id\":\"" + id + "\",\"tableName\":\"letters\"}";
        jobs.putJob(new StoredJob(new JobId(id), document, "digest", "standard", "m1", NOW));
        return jobs.putAttempt(new AttemptRecord(attempt(id, 1), "m1", NOW)).attempt();
    }

    private void attemptAgain(AttemptId attempt) {
        jobs.putAttempt(new AttemptRecord(attempt(attempt.jobId().value(), attempt.number() + 1), "m2", NOW));
    }

    @Test
    void shouldSayByLessReadingWhereEachJobStands() {
        // Given jobs that stand in every way, with one attempt or two, and one of the version before
        String document = "{\"files\":[\"in\"],\"id\":\"new\",\"tableName\":\"letters\"}";
        jobs.putJob(new StoredJob(new JobId("new"), document, "digest", "standard", "m1", NOW));
        jobs.reportRunning(attempted("running"));
        jobs.reject(attempted("rejected"), List.of(MISSING));
        FileObjectStore records = new FileObjectStore(home.resolve("jobs"));
        RecordedFaults missing = new RecordedFaults(NOW, List.of(MISSING));
        records.putIfAbsent(Records.key("rejections", attempted("rejected-before")), JobRecords.encode(missing));
        log.exclude(attempted("failed"), "digest", FAILURE);
        log.exclude(
                attempted("aborted"), "digest", new Reason(JobStatus.ABORTED, ErrorCode.ABORTED, "It was stopped."));
        commit(attempted("committed"));
        AttemptId refused = attempted("rejected-and-excluded");
        jobs.reject(refused, List.of(MISSING));
        log.exclude(refused, "digest", FAILURE);
        AttemptId first = attempted("committed-then-asked-again");
        commit(first);
        attemptAgain(first);
        AttemptId failed = attempted("failed-then-running");
        log.exclude(failed, "digest", FAILURE);
        attemptAgain(failed);
        jobs.reportRunning(attempt("failed-then-running", 2));
        // When
        JobScan scan = history.scan(Optional.empty());
        List<StoredJob> all = scan.next(100);
        List<JobStatus> statuses = scan.statuses(all);
        // Then
        assertThat(all).hasSize(11);
        assertThat(statuses)
                .contains(JobStatus.values())
                .isEqualTo(scan.views(all).stream().map(JobView::status).toList());
    }

    @Test
    void shouldReadTheKindAndFieldsOfALineAndALineThatWasStoredWithout() throws IOException {
        // Given
        Map<String, String> fields = Map.of(HistoryLine.MESSAGE_ID, "m2", HistoryLine.STATUS, "RUNNING");
        jobs.addHistory(JOB, HistoryLine.Kind.SENT_AGAIN, fields, "Sent again by message m2.");
        // When a former version and a later one wrote theirs
        Path folder = home.resolve("jobs/history/job");
        Files.writeString(
                folder.resolve("0000000000001-former"),
                "{\"format\":1,\"at\":\"2026-01-02T03:04:05Z\",\"text\":\"Sent again by message m1.\"}");
        Files.writeString(
                folder.resolve("0000000000002-later"),
                "{\"format\":1,\"at\":\"2026-01-02T03:04:05Z\",\"kind\":\"MOVED\",\"fields\":{\"to\":\"x\"},"
                        + "\"text\":\"It was moved.\"}");
        // Then
        assertThat(jobs.history(JOB))
                .extracting(HistoryLine::kind, HistoryLine::fields, HistoryLine::text)
                .containsExactly(
                        tuple(HistoryLine.Kind.OTHER, Map.of(), "Sent again by message m1."),
                        tuple(HistoryLine.Kind.OTHER, Map.of(), "It was moved."),
                        tuple(HistoryLine.Kind.SENT_AGAIN, fields, "Sent again by message m2."));
        assertThat(jobs.history(JOB)).filteredOn(line -> line.isOf("m2")).hasSize(1);
    }

    @Test
    void shouldLeaveOneLineOfWhatIsAddedTwice() {
        for (int i = 0; i < 2; i++) {
            jobs.addHistory(JOB, HistoryLine.Kind.REFUSED, Map.of(HistoryLine.MESSAGE_ID, "m2"), "It was refused.");
        }
        assertThat(jobs.history(JOB)).hasSize(1);
    }

    @Test
    void shouldKeepHistoryInOrder() {
        jobs.addHistory(JOB, HistoryLine.Kind.OTHER, Map.of(), "It was sent again.");
        assertThat(jobs.history(JOB)).extracting(HistoryLine::text).containsExactly("It was sent again.");
        assertThat(history.find(new JobId("unheard-of"))).isEmpty();
    }

    @Test
    void shouldListJobsWhereNothingCanBeWritten() {
        // Given what the log decided is known, and the disk is full
        history.project(NAME);
        ObjectStore full = new ForwardingObjectStore(new FileObjectStore(home.resolve("jobs"))) {
            @Override
            public PutResult putIfAbsent(String key, byte[] bytes) {
                throw new TransientFailureException(
                        "Object " + key + " could not be written.",
                        List.of(Fault.of(ErrorCode.DISK_FULL, key, "no space left", "")));
            }
        };
        // When
        List<JobView> listed = new JobHistory(new JobStore(full, TestSurroundings.create()), instance.tables())
                .page(Optional.empty(), 10);
        // Then
        assertThat(listed).extracting(view -> view.job().id()).containsExactly(JOB);
    }
}
