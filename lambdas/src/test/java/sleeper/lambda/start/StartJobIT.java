package sleeper.lambda.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.error.TransientFailureException;
import sleeper.core.job.JobDocument;
import sleeper.core.job.JobId;
import sleeper.core.job.json.JobDocumentJson;
import sleeper.core.platform.JobQueue;
import sleeper.lambda.TestInstance;
import sleeper.lambda.start.StartResult.Ensured;
import sleeper.lambda.start.StartResult.Refused;
import sleeper.lambda.start.StartResult.Started;
import sleeper.statestore.job.AttemptRecord;
import sleeper.statestore.job.StoredJob;

class StartJobIT {
    private static final String BODY = "{\"id\":\"j\",\"tableName\":\"t\",\"files\":[\"b/f\"]}";

    @TempDir
    private Path home;

    private TestInstance instance;
    private StartJob startJob;

    @BeforeEach
    void open() {
        instance = new TestInstance(home);
        startJob = new StartJob(instance.ports());
    }

    @Test
    void shouldStartAJobWhoseDocumentACrashLeftAlone() {
        // Given the starter died when it had stored the document
        String canonical = JobDocumentJson.canonical(JobDocumentJson.parse(BODY));
        instance.stores()
                .jobs()
                .putJob(new StoredJob(
                        new JobId("j"),
                        canonical,
                        JobDocumentJson.digest(JobDocumentJson.parse(BODY)),
                        "standard",
                        "m1",
                        instance.instant()));
        // When the message is delivered again
        StartResult result = startJob.start(message("m1"));
        // Then
        assertThat(result).isEqualTo(new Started(TestInstance.attempt("j", 1)));
        assertThat(instance.executions()).containsOnlyKeys("j-a1");
    }

    @Test
    void shouldStartOneAttemptForMessagesThatComeAllAtOnce() throws Exception {
        List<Future<StartResult>> results = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (int i = 0; i < 8; i++) {
                Message message = message("m" + i);
                results.add(threads.submit(() -> new StartJob(instance.ports()).start(message)));
            }
            for (Future<StartResult> result : results) {
                assertThat(result.get())
                        .isIn(new Started(TestInstance.attempt("j", 1)), new Ensured(TestInstance.attempt("j", 1)));
            }
        } finally {
            threads.shutdown();
        }
        assertThat(instance.stores().jobs().attempts(new JobId("j"))).hasSize(1);
        assertThat(instance.executions()).containsOnlyKeys("j-a1");
    }

    @Test
    void shouldStartOneAttemptAtWhateverCallTheJobStoreOrStepFunctionsFail() {
        boolean failed = true;
        for (int calls = 0; failed; calls++) {
            // Given a job of its own
            String id = "job-" + calls;
            Message message = new Message(
                    "message-" + calls,
                    "{\"id\":\"" + id + "\",\"tableName\":\"t\",\"files\":[\"b/f\"]}",
                    JobQueue.STANDARD);
            // When the store fails, then Step Functions, and the message is delivered each time
            instance.breakDownJobsAfter(calls);
            failed = fails(message);
            instance.mend(TestInstance.JOBS);
            instance.breakDown("executions");
            assertThat(fails(message)).isTrue();
            instance.mend("executions");
            StartResult result = startJob.start(message);
            // Then
            assertThat(result).isIn(new Started(TestInstance.attempt(id, 1)), new Ensured(TestInstance.attempt(id, 1)));
            assertThat(instance.stores().jobs().attempts(new JobId(id))).hasSize(1);
            assertThat(instance.executions()).containsKey(id + "-a1").hasSize(calls + 1);
        }
        assertThat(instance.mails()).isEmpty();
        assertThat(instance.deadLetters()).isEmpty();
    }

    private boolean fails(Message message) {
        try {
            StartResult unused = startJob.start(message);
            return false;
        } catch (TransientFailureException e) {
            return true;
        }
    }

    @Test
    void shouldRefuseANewIdThatBeginsWithAHyphenAndTakeAnOlderOne() {
        // Given a job that an earlier version took
        JobDocument older = JobDocumentJson.parse("{\"id\":\"-old\",\"tableName\":\"t\",\"files\":[\"b/f\"]}");
        StoredJob unused = instance.stores()
                .jobs()
                .putJob(new StoredJob(
                        new JobId("-old"),
                        JobDocumentJson.canonical(older),
                        JobDocumentJson.digest(older),
                        "standard",
                        "m0",
                        instance.instant()));
        // When
        StartResult taken = startJob.start(new Message("m1", JobDocumentJson.canonical(older), JobQueue.STANDARD));
        StartResult refused = startJob.start(new Message("m2", BODY.replace("\"j\"", "\"-j\""), JobQueue.STANDARD));
        // Then
        assertThat(taken).isEqualTo(new Started(TestInstance.attempt("-old", 1)));
        assertThat(refused)
                .isInstanceOfSatisfying(
                        Refused.class,
                        result -> assertThat(result.faults()).containsExactly(StartJob.notNew(new JobId("-j"))));
        assertThat(instance.stores().jobs().job(new JobId("-j"))).isEmpty();
        assertThat(instance.deadLetters()).hasSize(1);
    }

    @Test
    void shouldTellOnceOfAMessageThatWasReceivedTooOften() {
        // Given nobody can be told at first
        ReceivedTooOften receivedTooOften = new ReceivedTooOften(instance.ports());
        instance.breakDown("notifications");
        assertThatThrownBy(() -> receivedTooOften.tell(JobQueue.EKS, "m1"))
                .isInstanceOf(TransientFailureException.class);
        instance.mend("notifications");
        // When
        receivedTooOften.tell(JobQueue.EKS, "m1");
        receivedTooOften.tell(JobQueue.EKS, "m1");
        // Then
        assertThat(instance.mails()).hasSize(1);
        assertThat(instance.mails().get(0)).contains("Message received too often", "Message: m1", "Queue: eks");
    }

    @Test
    void shouldRefuseTheSameJobThroughAnotherQueue() {
        startJob.start(message("m1"));

        StartResult result = startJob.start(new Message("m2", BODY, JobQueue.EMR));

        assertThat(result)
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.faults())
                                .extracting(fault -> fault.code() + ": " + fault.found() + "; " + fault.allowed())
                                .containsExactly(
                                        "JOB_ID_CONFLICT: the queue 'emr'; the queue 'standard', which the job of that id came through"));
        assertThat(instance.deadLetters()).hasSize(1);
    }

    @Test
    void shouldMailWhatIsWrongAndWhatToDoWithoutTheBody() {
        startJob.start(new Message("m1", "{\"tableName\":\"secret-word\",", JobQueue.EKS));

        assertThat(instance.mails()).containsExactly("""
                        Message refused: MALFORMED_JSON
                        Message: m1
                        Queue: eks
                        Next step: 'sleeper dead-letters' shows it; send it again mended.

                        The message could not be understood.
                        - MALFORMED_JSON at line 1, column 28: found the end of the text; allowed: more of the value. Mend the text at the line and column given.
                        """);
        assertThat(instance.deadLetters().get(0)).startsWith("eks m1\n{\"tableName\":\"secret-word\",\n");
    }

    @Test
    void shouldDeriveAnIdFromAnyMessageId() {
        assertThat(StartJob.derivedId("5f2a7c1e-0d1b-4f6a-9f57-2f4b8f3f9c11"))
                .isEqualTo(new JobId("5f2a7c1e-0d1b-4f6a-9f57-2f4b8f3f9c11"));
        assertThat(StartJob.derivedId("with/slash").value()).matches("[0-9a-f]{32}");
    }

    @Test
    void shouldKeepTheFirstAskerOfAnAttempt() {
        instance.stores()
                .jobs()
                .putAttempt(new AttemptRecord(TestInstance.attempt("j", 1), "other", instance.instant()));

        assertThat(startJob.start(message("m1"))).isEqualTo(new Ensured(TestInstance.attempt("j", 1)));
        assertThat(instance.stores().jobs().attempts(new JobId("j")))
                .extracting(AttemptRecord::messageId)
                .containsExactly("other");
    }

    private static Message message(String id) {
        return new Message(id, BODY, JobQueue.STANDARD);
    }
}
