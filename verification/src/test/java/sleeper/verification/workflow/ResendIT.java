package sleeper.verification.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static sleeper.core.job.JobStatus.ACCEPTED;
import static sleeper.core.job.JobStatus.COMMITTED;
import static sleeper.core.job.JobStatus.RUNNING;
import static sleeper.core.platform.JobQueue.EMR;
import static sleeper.core.platform.JobQueue.STANDARD;
import static sleeper.verification.workflow.JobMessages.Reply.ARRIVES;
import static sleeper.verification.workflow.JobMessages.Reply.LOST;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.core.job.JobStatus;
import sleeper.core.platform.JobQueue;
import sleeper.ingest.IngestTask;
import sleeper.local.sqs.LocalQueues;
import sleeper.statemachine.StateMachineFile;
import sleeper.statestore.instance.DeadLetterQueues.DeadLetter;
import sleeper.statestore.job.AttemptView;
import sleeper.statestore.job.HistoryLine;
import sleeper.statestore.job.JobView;
import sleeper.verification.workflow.JobMessages.Reply;
import sleeper.verification.workflow.VirtualInstance.IngestWork;

/** Messages that come twice, jobs that are sent twice, and messages that nobody can act on, through real queues. */
class ResendIT {
    @TempDir
    private Path home;

    private JobMessages messages;

    @BeforeEach
    void openQueues() {
        messages = new JobMessages(home);
    }

    @AfterEach
    void closeQueues() {
        messages.close();
    }

    /**
     * What came of all messages.
     *
     * @param attempts   how each ended or stands
     * @param executions names of those of ingest-job
     * @param history    the job's lines
     * @param rows       that a reader finds
     * @param mails      to anyone about anything
     * @param waiting    messages that are to be delivered again
     * @param dead       messages in dead-letter queues
     */
    private record Outcome(
            List<JobStatus> attempts,
            List<String> executions,
            List<String> history,
            long rows,
            long mails,
            long waiting,
            long dead) {}

    private Outcome outcome(VirtualInstance instance) throws IOException {
        JobView job = instance.job();
        long waiting = 0;
        long dead = 0;
        for (JobQueue queue : JobQueue.values()) {
            waiting += messages.waiting(queue);
            dead += messages.dead(queue);
        }
        return new Outcome(
                job.attempts().stream().map(AttemptView::status).toList(),
                instance.executions(StateMachineFile.INGEST_JOB).stream()
                        .map(execution -> execution.start().name())
                        .toList(),
                job.history().stream().map(HistoryLine::text).toList(),
                instance.rows(),
                mails(),
                waiting,
                dead);
    }

    private long mails() throws IOException {
        try (Stream<Path> mails = Files.list(home.resolve("mailbox"))) {
            return mails.count();
        }
    }

    private static Outcome committedOnce(String... history) {
        return new Outcome(List.of(COMMITTED), List.of("load-1-a1"), List.of(history), VirtualInstance.ROWS, 0, 0, 0);
    }

    private VirtualInstance instance(Map<Place, Disturbance> script, IngestWork work) throws IOException {
        return VirtualInstance.fresh(home, false, script, work, UnaryOperator.identity(), messages.deadLetters());
    }

    private VirtualInstance instance() throws IOException {
        return instance(Map.of(), IngestWork.ingestTask());
    }

    /** The ingest task, while which something else happens. */
    private static IngestWork during(List<JobStatus> seen, Call call) {
        return IngestWork.inProcess((instance, attempt) -> {
            seen.add(instance.job().status());
            call.run(instance);
            return IngestTask.run(attempt, instance.instance(), instance.surroundings());
        });
    }

    private interface Call {
        void run(VirtualInstance instance) throws Exception;
    }

    private void deliver(VirtualInstance instance, Reply reply) throws Exception {
        JsonNode unused = messages.deliver(instance, STANDARD, reply);
    }

    /** @return the id of the message, the same job each time */
    private String sendAndDeliver(VirtualInstance instance, Reply reply) throws Exception {
        String id = messages.send(STANDARD, VirtualInstance.document("in"));
        deliver(instance, reply);
        return id;
    }

    /** An instance whose job is not validated before time goes on. */
    private VirtualInstance instanceOfAcceptedJob() throws IOException {
        return instance(
                Map.of(Place.ingest("Validate job"), Disturbance.fail("Lambda.ServiceException", 1)),
                IngestWork.ingestTask());
    }

    private static String sentAgain(String messageId, JobStatus status) {
        return "Sent again by message " + messageId + " while attempt 1 was " + status + ".";
    }

    @Test
    void shouldOnlyEnsureTheExecutionWhenAMessageComesAgainBeforeTheJobRuns() throws Exception {
        // Given
        try (VirtualInstance instance = instanceOfAcceptedJob()) {
            sendAndDeliver(instance, LOST);
            assertThat(instance.job().status()).isEqualTo(ACCEPTED);
            // When
            JsonNode answer = messages.deliver(instance, STANDARD, ARRIVES);
            instance.settle();
            // Then
            assertThat(answer.path("batchItemFailures")).isEmpty();
            assertThat(outcome(instance)).isEqualTo(committedOnce());
        }
    }

    @Test
    void shouldDoNothingWhenAMessageComesAgainWhileTheJobRuns() throws Exception {
        // Given
        List<JobStatus> seen = new ArrayList<>();
        IngestWork work = during(seen, instance -> deliver(instance, ARRIVES));
        try (VirtualInstance instance = instance(Map.of(), work)) {
            sendAndDeliver(instance, LOST);
            // When
            instance.settle();
            // Then
            assertThat(seen).containsExactly(RUNNING);
            assertThat(outcome(instance)).isEqualTo(committedOnce());
        }
    }

    @Test
    void shouldDoNothingWhenAMessageComesAgainAfterTheCommit() throws Exception {
        // Given
        try (VirtualInstance instance = instance()) {
            sendAndDeliver(instance, LOST);
            instance.settle();
            assertThat(instance.job().status()).isEqualTo(COMMITTED);
            // When
            deliver(instance, ARRIVES);
            instance.settle();
            // Then
            assertThat(outcome(instance)).isEqualTo(committedOnce());
        }
    }

    @Test
    void shouldOnlyEnsureTheExecutionWhenAnAcceptedJobIsSentAgain() throws Exception {
        // Given
        try (VirtualInstance instance = instanceOfAcceptedJob()) {
            sendAndDeliver(instance, ARRIVES);
            assertThat(instance.job().status()).isEqualTo(ACCEPTED);
            // When
            String again = sendAndDeliver(instance, LOST);
            deliver(instance, ARRIVES);
            instance.settle();
            // Then
            assertThat(outcome(instance)).isEqualTo(committedOnce(sentAgain(again, ACCEPTED)));
        }
    }

    @Test
    void shouldAddALineAndNoMoreWhenARunningJobIsSentAgain() throws Exception {
        // Given
        List<JobStatus> seen = new ArrayList<>();
        List<String> again = new ArrayList<>();
        IngestWork work = during(seen, instance -> {
            again.add(sendAndDeliver(instance, LOST));
            deliver(instance, ARRIVES);
        });
        try (VirtualInstance instance = instance(Map.of(), work)) {
            sendAndDeliver(instance, ARRIVES);
            // When
            instance.settle();
            // Then
            assertThat(seen).containsExactly(RUNNING);
            assertThat(outcome(instance)).isEqualTo(committedOnce(sentAgain(again.get(0), RUNNING)));
        }
    }

    @Test
    void shouldAddALineAndNoMoreWhenACommittedJobIsSentAgain() throws Exception {
        // Given
        try (VirtualInstance instance = instance()) {
            instance.load("in");
            // When
            String again = sendAndDeliver(instance, LOST);
            deliver(instance, ARRIVES);
            instance.settle();
            // Then
            assertThat(outcome(instance)).isEqualTo(committedOnce(sentAgain(again, COMMITTED)));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Way.class,
            names = {"REFUSED", "FAILS", "ABORTED"})
    void shouldMakeOneMoreAttemptWhenAJobThatDidNotCommitIsSentAgain(Way way) throws Exception {
        // Given a job that ended without a commit, whose message comes again
        try (VirtualInstance instance = instance(way.script(), IngestWork.ingestTask())) {
            String first = messages.send(STANDARD, VirtualInstance.document(way.inputFile()));
            deliver(instance, LOST);
            instance.settle();
            deliver(instance, ARRIVES);
            instance.settle();
            JobStatus ended = endOf(way);
            assertThat(outcome(instance))
                    .as("after message %s", first)
                    .isEqualTo(new Outcome(List.of(ended), List.of("load-1-a1"), List.of(), 0, 1, 0, 0));
            // When what stood in the way is gone, it is sent again, and that message comes twice
            instance.tasks().mend();
            Path input = home.resolve("buckets/source/in");
            if (way == Way.REFUSED) {
                Files.move(input.resolve("part-0.parquet"), input.resolve("missing.parquet"));
            }
            String second = messages.send(STANDARD, VirtualInstance.document(way.inputFile()));
            assertThat(second).isNotEqualTo(first);
            deliver(instance, LOST);
            instance.settle();
            deliver(instance, ARRIVES);
            instance.settle();
            // Then
            assertThat(outcome(instance))
                    .isEqualTo(new Outcome(
                            List.of(ended, COMMITTED),
                            List.of("load-1-a1", "load-1-a2"),
                            List.of(),
                            VirtualInstance.ROWS,
                            1,
                            0,
                            0));
        }
    }

    private static JobStatus endOf(Way way) {
        return switch (way) {
            case REFUSED -> JobStatus.REJECTED;
            case FAILS -> JobStatus.FAILED;
            case ABORTED -> JobStatus.ABORTED;
            default -> throw new IllegalArgumentException(way.toString());
        };
    }

    @ParameterizedTest
    @EnumSource(
            value = JobQueue.class,
            names = {"STANDARD", "EMR"})
    void shouldReportAnotherJobUnderAnIdOnce(JobQueue queue) throws Exception {
        // Given
        try (VirtualInstance instance = instance()) {
            instance.load("in");
            // When another body comes, or the same body by another queue, and that message twice
            String body = VirtualInstance.document(queue == EMR ? "in" : "in/part-0.parquet");
            String other = messages.send(queue, body);
            var unused = messages.deliver(instance, queue, LOST);
            JsonNode answer = messages.deliver(instance, queue, ARRIVES);
            instance.settle();
            // Then
            assertThat(answer.path("batchItemFailures")).isEmpty();
            Outcome outcome = outcome(instance);
            assertThat(outcome.history())
                    .singleElement()
                    .satisfies(line ->
                            assertThat(line).startsWith("Message " + other + " had this id and was refused: found "));
            assertThat(outcome)
                    .isEqualTo(new Outcome(
                            List.of(COMMITTED),
                            List.of("load-1-a1"),
                            outcome.history(),
                            VirtualInstance.ROWS,
                            1,
                            0,
                            1));
            assertKept(queue, other, body, "JOB_ID_CONFLICT at id 'load-1'");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{\"id\": \"load-1\"}", "{\"id\": \"../x\", \"tableName\": 3, \"fils\": 1}"})
    void shouldPutAsideAndReportOnceWhatCannotBeUnderstood(String text) throws Exception {
        // Given queues take no empty message
        String body = text.isEmpty() ? " " : text;
        try (VirtualInstance instance = instance()) {
            String id = messages.send(STANDARD, body);
            // When
            deliver(instance, LOST);
            JsonNode answer = messages.deliver(instance, STANDARD, ARRIVES);
            instance.settle();
            // Then
            assertThat(answer.path("batchItemFailures")).isEmpty();
            assertThat(instance.executions(StateMachineFile.INGEST_JOB)).isEmpty();
            assertThat(instance.instance().jobs().jobIds()).isEmpty();
            assertThat(mails()).isEqualTo(1);
            assertThat(messages.waiting(STANDARD)).isZero();
            assertKept(STANDARD, id, body, "The message could not be understood.");
        }
    }

    private void assertKept(JobQueue queue, String id, String body, String reason) {
        assertThat(messages.takeDeadLetters(queue)).singleElement().satisfies(letter -> {
            assertThat(letter.messageId()).isEqualTo(id);
            assertThat(letter.body()).isEqualTo(body);
            assertThat(letter.reason()).contains(reason);
        });
    }

    @Test
    void shouldGiveBackAloneTheMessageOfABatchThatFailedByAFaultOfOurs() throws Exception {
        // Given a message that is to be put aside, which cannot be done for now, in a batch with one that is good
        try (VirtualInstance instance = instance()) {
            messages.refuseDeadLetters(true);
            String bad = messages.send(STANDARD, "{");
            String good = messages.send(STANDARD, VirtualInstance.document("in"));
            // When
            JsonNode answer = messages.deliver(instance, STANDARD, ARRIVES);
            instance.settle();
            // Then
            assertThat(answer.path("batchItemFailures"))
                    .extracting(failure -> failure.path("itemIdentifier").textValue())
                    .containsExactly(bad)
                    .doesNotContain(good);
            assertThat(outcome(instance))
                    .isEqualTo(new Outcome(
                            List.of(COMMITTED), List.of("load-1-a1"), List.of(), VirtualInstance.ROWS, 0, 1, 0));
            // When it can be done again
            messages.refuseDeadLetters(false);
            answer = messages.deliver(instance, STANDARD, ARRIVES);
            // Then
            assertThat(answer.path("batchItemFailures")).isEmpty();
            assertThat(outcome(instance))
                    .isEqualTo(new Outcome(
                            List.of(COMMITTED), List.of("load-1-a1"), List.of(), VirtualInstance.ROWS, 1, 0, 1));
            assertKept(STANDARD, bad, "{", "MALFORMED_JSON");
        }
    }

    @Test
    void shouldPutAsideAMessageThatFailedOnEachReceive() throws Exception {
        // Given
        try (VirtualInstance instance = instance()) {
            messages.refuseDeadLetters(true);
            String bad = messages.send(STANDARD, "{");
            // When
            for (int receive = 0; receive < LocalQueues.MAX_RECEIVE_COUNT; receive++) {
                JsonNode answer = messages.deliver(instance, STANDARD, ARRIVES);
                assertThat(answer.path("batchItemFailures")).hasSize(1);
            }
            messages.askOnce(STANDARD);
            // Then
            assertThat(messages.waiting(STANDARD)).isZero();
            assertThat(messages.takeDeadLetters(STANDARD))
                    .extracting(DeadLetter::messageId, DeadLetter::body, DeadLetter::reason)
                    .containsExactly(Tuple.tuple(bad, "{", ""));
            assertThat(mails()).isZero();
        }
    }
}
