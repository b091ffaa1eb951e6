package sleeper.testkit.instance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;
import sleeper.core.platform.JobQueue;
import sleeper.core.table.TableName;
import sleeper.statestore.instance.DeadLetterQueues;
import sleeper.statestore.instance.DeadLetterQueues.DeadLetter;
import sleeper.statestore.instance.ExecutionEvent;
import sleeper.statestore.instance.ExecutionStory;
import sleeper.statestore.instance.Executions.Execution;
import sleeper.statestore.instance.Executions.Start;
import sleeper.statestore.instance.Instance;
import sleeper.statestore.instance.OpenQueues;
import sleeper.statestore.instance.Services;
import sleeper.statestore.job.AttemptRecord;

/** What every provider of instances must do. A provider's test extends it and gives a new, empty instance for each test. */
public abstract class InstanceContract {
    private static final TableName TABLE = new TableName("letters");
    private static final TableName OTHER = new TableName("other");
    private static final AttemptId UNKNOWN = new AttemptId(new JobId("nobody"), 1);
    private static final JobId JOB = new JobId("contract");
    private static final String OF_NO_TABLE =
            "{\"id\":\"contract\",\"tableName\":\"none\",\"files\":[\"source/in/a.parquet\"]}";
    private static final long POLL_MILLIS = 20;
    private static final int MOST_POLLS = 3_000;
    private static final int MANY = 25;

    private Instance instance;

    /** @return an empty instance, whose services do not run */
    protected abstract Instance newInstance() throws Exception;

    /** @return the instance last given by {@link #newInstance()}, as another process would open it */
    protected abstract Instance sameInstance() throws Exception;

    /** @return properties that a new instance has before anything is written */
    protected Map<String, String> propertiesOfANewInstance() {
        return Map.of();
    }

    @BeforeEach
    void openInstance() throws Exception {
        instance = newInstance();
    }

    @Test
    protected void shouldHaveNothingBeforeAnythingWasWritten() {
        assertThat(instance.place()).isNotBlank();
        assertThat(instance.isServed()).isFalse();
        assertThat(instance.properties().ofInstance()).isEqualTo(propertiesOfANewInstance());
        assertThat(instance.properties().ofTable(TABLE)).isEmpty();
        assertThat(instance.stores().tables().list()).isEmpty();
    }

    @Test
    protected void shouldReadBackThePropertiesThatWerePut() throws Exception {
        // Given
        Map<String, String> first = Map.of("sleeper.errors.email", "a@b.example", "sleeper.ingest.threads", "3");
        Map<String, String> second = Map.of("sleeper.ingest.threads", "4");
        Map<String, String> ofTable = Map.of("sleeper.table.allowed.sources", "größe/in,a=b,c:d", "empty", "");
        // When
        instance.properties().putOfInstance(first);
        instance.properties().putOfInstance(second);
        instance.properties().putOfTable(TABLE, ofTable);
        // Then each set was replaced whole, and another process sees the same
        assertThat(sameInstance().properties().ofInstance()).isEqualTo(second);
        assertThat(sameInstance().properties().ofTable(TABLE)).isEqualTo(ofTable);
        assertThat(sameInstance().properties().ofTable(OTHER)).isEmpty();
        assertThat(sameInstance().stores().tableProperties(TABLE)).isEqualTo(ofTable);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a # b", " a", "a ", "a\nb", "a\\b", "!a", "#a", "\t", "a#b"})
    protected void shouldReadBackAValueOrRefuseIt(String value) {
        Map<String, String> before = Map.of("key", "before");
        instance.properties().putOfInstance(before);
        try {
            instance.properties().putOfInstance(Map.of("key", value));
            assertThat(instance.properties().ofInstance()).isEqualTo(Map.of("key", value));
        } catch (InvalidRequestException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.VALUE_OUT_OF_RANGE);
            assertThat(instance.properties().ofInstance()).isEqualTo(before);
        }
    }

    @Test
    protected void shouldKeepAMessageUntilServicesTakeIt() throws Exception {
        // Given queues that nobody takes from
        String messageId;
        assertThat(instance.waitingMessages()).isEmpty();
        try (OpenQueues queues = instance.openQueues()) {
            assertThat(queues.areServed()).isFalse();
            assertThat(queues.jobs().waiting()).isEmpty();
            // When
            messageId = queues.jobs().send(JobQueue.STANDARD, OF_NO_TABLE);
        }
        // Then it is there for another process, and taken once services run
        try (OpenQueues queues = sameInstance().openQueues()) {
            assertThat(queues.jobs().waiting()).containsExactly(Map.entry(JobQueue.STANDARD, 1L));
        }
        assertThat(sameInstance().waitingMessages()).containsExactly(Map.entry(JobQueue.STANDARD, 1L));
        try (Services services = instance.openServices()) {
            assertThat(services.areOwn()).isTrue();
            AttemptRecord taken = await(() -> instance.stores().jobs().attemptAskedForBy(JOB, messageId));
            assertThat(taken.attempt()).isEqualTo(new AttemptId(JOB, 1));
        }
    }

    @Test
    protected void shouldHideADeadLetterFromOthersUntilItIsReleasedOrRemoved() {
        try (OpenQueues queues = instance.openQueues()) {
            // Given
            DeadLetterQueues dead = queues.deadLetters();
            dead.add(JobQueue.EKS, "m1", "{ no job", "It is no job.");
            // When
            List<DeadLetter> taken = dead.take(JobQueue.EKS);
            // Then
            assertThat(taken).singleElement().satisfies(letter -> {
                assertThat(letter.queue()).isEqualTo(JobQueue.EKS);
                assertThat(letter.messageId()).isEqualTo("m1");
                assertThat(letter.body()).isEqualTo("{ no job");
                assertThat(letter.reason()).isEqualTo("It is no job.");
            });
            assertThat(dead.take(JobQueue.EKS)).isEmpty();
            assertThat(dead.take(JobQueue.STANDARD)).isEmpty();
            assertThat(dead.count(JobQueue.EKS)).isEqualTo(1);
            assertThat(dead.count(JobQueue.STANDARD)).isZero();
            dead.release(JobQueue.EKS, taken);
            List<DeadLetter> again = dead.take(JobQueue.EKS);
            assertThat(again).extracting(DeadLetter::messageId).containsExactly("m1");
            // The receipt of the first time has expired: releasing does no harm, and removing says so
            dead.release(JobQueue.EKS, taken);
            assertThat(dead.remove(taken.get(0))).isFalse();
            assertThat(dead.remove(again.get(0))).isTrue();
            assertThat(dead.take(JobQueue.EKS)).isEmpty();
            assertThat(dead.count(JobQueue.EKS)).isZero();
            dead.release(JobQueue.EKS, again);
        }
        try (OpenQueues queues = instance.openQueues()) {
            assertThat(queues.deadLetters().take(JobQueue.EKS)).isEmpty();
        }
    }

    @Test
    protected void shouldShowManyDeadLettersToOthersAgain() {
        try (OpenQueues queues = instance.openQueues()) {
            // Given
            DeadLetterQueues dead = queues.deadLetters();
            List<String> ids = IntStream.range(0, MANY).mapToObj(i -> "m" + i).toList();
            ids.forEach(id -> dead.add(JobQueue.EKS, id, "{ no job", "It is no job."));
            List<DeadLetter> taken = takeAll(dead);
            assertThat(taken).extracting(DeadLetter::messageId).containsExactlyInAnyOrderElementsOf(ids);
            // When
            dead.release(JobQueue.EKS, taken);
            // Then
            List<DeadLetter> again = takeAll(dead);
            assertThat(again).extracting(DeadLetter::messageId).containsExactlyInAnyOrderElementsOf(ids);
            assertThat(again)
                    .allSatisfy(letter -> assertThat(dead.remove(letter)).isTrue());
        }
    }

    private static List<DeadLetter> takeAll(DeadLetterQueues dead) {
        List<DeadLetter> taken = new ArrayList<>();
        List<DeadLetter> some = dead.take(JobQueue.EKS);
        while (!some.isEmpty()) {
            taken.addAll(some);
            some = dead.take(JobQueue.EKS);
        }
        return taken;
    }

    @Test
    protected void shouldTellTheStoryOfAnExecution() throws Exception {
        ExecutionStory story;
        AttemptId attempt;
        try (Services services = instance.openServices()) {
            // When a job is refused
            String messageId = services.jobs().send(JobQueue.STANDARD, OF_NO_TABLE);
            attempt = await(() -> instance.stores().jobs().attemptAskedForBy(JOB, messageId))
                    .attempt();
            AttemptId asked = attempt;
            story = await(() -> instance.stories().find(asked).filter(ExecutionStory::isClosed));
            // Then it is told as it was, and nothing moves it any more
            Optional<Execution> closed = services.executions().describe(attempt);
            assertThat(closed).hasValueSatisfying(execution -> {
                assertThat(execution.isRunning()).isFalse();
                assertThat(execution.endedAt()).isPresent();
            });
            assertThat(services.executions().stop(attempt, "ABORTED", "too late"))
                    .isTrue();
            assertThat(services.executions().describe(attempt)).isEqualTo(closed);
            assertThat(services.executions().start(attempt.executionName(), "{}"))
                    .isEqualTo(Start.ALREADY_EXISTS);
        }
        assertThat(story.statesVisited()).startsWith("Validate job").contains("Refuse job");
        assertThat(story.executionArn()).isEqualTo(instance.stories().executionArn(attempt));
        assertThat(sameInstance().stories().find(attempt)).contains(story);
        List<ExecutionEvent> history = sameInstance().stories().history(attempt);
        assertThat(history.stream()
                        .filter(event -> event.type().endsWith("StateEntered"))
                        .map(ExecutionEvent::state))
                .containsExactlyElementsOf(story.statesVisited());
        assertThat(history.get(0).type()).isEqualTo("ExecutionStarted");
        assertThat(history).allSatisfy(event -> assertThat(event.previousId()).isLessThan(event.id()));
        assertThat(sameInstance().stories().definition(attempt))
                .hasValueSatisfying(definition -> assertThat(definition).contains("\"Refuse job\""));
        assertThat(history).extracting(ExecutionEvent::id).isSorted().doesNotHaveDuplicates();
    }

    @Test
    protected void shouldKnowNothingOfAnAttemptThatWasNotStarted() {
        assertThat(instance.stories().executionArn(UNKNOWN)).endsWith(UNKNOWN.executionName());
        assertThat(instance.stories().find(UNKNOWN)).isEmpty();
        assertThat(instance.stories().history(UNKNOWN)).isEmpty();
        assertThat(instance.stories().definition(UNKNOWN)).isEmpty();
        assertThat(instance.stories().progress(UNKNOWN)).isEmpty();
        try (Services services = instance.openServices()) {
            assertThat(services.executions().describe(UNKNOWN)).isEmpty();
            assertThat(services.executions().stop(UNKNOWN, "ABORTED", "nobody")).isFalse();
        }
    }

    /** Services work beside the test, so that what they come to is looked for until it is there. */
    private static <T> T await(Supplier<Optional<T>> look) throws InterruptedException {
        for (int i = 0; i < MOST_POLLS; i++) {
            Optional<T> found = look.get();
            if (found.isPresent()) {
                return found.get();
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        throw new AssertionError("what was awaited did not come within " + MOST_POLLS * POLL_MILLIS + " ms");
    }
}
