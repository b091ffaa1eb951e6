package sleeper.testkit.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.job.AttemptId;
import sleeper.statestore.job.AttemptRecord;
import sleeper.statestore.job.JobStore;
import sleeper.statestore.object.ForwardingObjectStore;
import sleeper.statestore.object.ObjectStore;
import sleeper.statestore.object.PutResult;
import sleeper.statestore.util.Surroundings;

/** The index of what is open: an attempt is in it from before it can run until after its end is recorded. */
class OpenAttemptsTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final int MORE_WRITES_THAN_ANY_CALL = 20;
    private static final String ATTEMPT_BEFORE = """
            {"format":1,"job":"%s","attempt":%d,"messageId":"m1","askedAt":"2026-11-28T04:33:40.756783712Z"}""";
    private static final String OUTCOME_BEFORE = """
            {"format":1,"status":"FAILED","slot":4,"at":"2026-11-28T04:33:43Z","code":"TASK_LOST","text":"gone","files":0,"rows":0}""";
    private static final String TOLD_BEFORE = "{\"format\":1,\"at\":\"2026-11-28T04:33:44Z\",\"text\":\"id1\"}";

    private InMemoryObjectStore objects = new InMemoryObjectStore();

    private static JobStore jobs(ObjectStore over) {
        return new JobStore(over, new Surroundings(() -> NOW, () -> "id", new Random(1), wait -> {}));
    }

    private static AttemptId attempt(String job, int number) {
        return TableFixture.attempt(job, number);
    }

    private void record(AttemptId attempt) {
        jobs(objects).putAttempt(new AttemptRecord(attempt, "m1", NOW));
    }

    private void refuse(AttemptId attempt) {
        jobs(objects).reject(attempt, List.of(Fault.of(ErrorCode.NO_FILES, "files", "", "")));
    }

    /** Three jobs as the version before leaves them: one runs its second attempt, one has ended, of one people were told. */
    private void leaveOlderHome() {
        objects = new InMemoryObjectStore();
        before("attempts/runs.1", ATTEMPT_BEFORE.formatted("runs", 1));
        before("outcomes/runs.1", OUTCOME_BEFORE);
        before("notified/runs.1.ended", TOLD_BEFORE);
        before("attempts/runs.2", ATTEMPT_BEFORE.formatted("runs", 2));
        before("attempts/ended.1", ATTEMPT_BEFORE.formatted("ended", 1));
        before("outcomes/ended.1", OUTCOME_BEFORE);
        before("attempts/told.1", ATTEMPT_BEFORE.formatted("told", 1));
        before("outcomes/told.1", OUTCOME_BEFORE);
        before("notified/told.1.ended", TOLD_BEFORE);
    }

    private void before(String key, String record) {
        objects.putIfAbsent(key, record.getBytes(StandardCharsets.UTF_8));
    }

    /** A store whose client is killed at one of its writes, before or after its effect. */
    private ObjectStore killedAt(int write, boolean after) {
        int[] writes = new int[1];
        return new ForwardingObjectStore(objects) {
            @Override
            public PutResult putIfAbsent(String key, byte[] bytes) {
                boolean now = writes[0]++ == write;
                killIf(now && !after);
                PutResult result = super.putIfAbsent(key, bytes);
                killIf(now);
                return result;
            }

            @Override
            public boolean delete(String key) {
                boolean now = writes[0]++ == write;
                killIf(now && !after);
                boolean there = super.delete(key);
                killIf(now);
                return there;
            }
        };
    }

    private static void killIf(boolean killed) {
        if (killed) {
            throw new Killed();
        }
    }

    private static final class Killed extends Error {}

    @Test
    void shouldKeepAnAttemptOpenUntilItsEndIsRecorded() {
        // Given
        record(attempt("job", 1));
        // When / Then
        assertThat(jobs(objects).closeAttempt(attempt("job", 1))).isFalse();
        assertThat(jobs(objects).openAttempts()).containsExactly(attempt("job", 1));
        refuse(attempt("job", 1));
        assertThat(jobs(objects).closeAttempt(attempt("job", 1))).isTrue();
        assertThat(jobs(objects).closeAttempt(attempt("job", 1))).isTrue();
        assertThat(jobs(objects).openAttempts()).isEmpty();
    }

    @Test
    void shouldNeverRecordAnAttemptThatIsNotOpenWhereverTheProcessIsKilled() {
        for (int kill = 0; kill < MORE_WRITES_THAN_ANY_CALL * 2; kill++) {
            // Given
            objects = new InMemoryObjectStore();
            JobStore killed = jobs(killedAt(kill / 2, kill % 2 == 1));
            // When
            var unused = catchThrowable(() -> killed.putAttempt(new AttemptRecord(attempt("job", 1), "m1", NOW)));
            // Then
            if (jobs(objects).attempt(attempt("job", 1)).isPresent()) {
                assertThat(objects.list("open")).as("kill %d", kill).containsExactly("open/job.1");
            }
        }
    }

    @Test
    void shouldMakeTheIndexOfAnOlderHome() {
        // Given
        leaveOlderHome();
        CountingObjectStore counting = new CountingObjectStore(objects);
        // When / Then attempts whose end nobody was told of are among them, and each job's newest alone
        assertThat(jobs(counting).openAttempts()).containsExactly(attempt("ended", 1), attempt("runs", 2));
        assertThat(counting.objectsRead()).as("records read").isEqualTo(1);
        // and the next process has no more to do than to list them
        counting.reset();
        assertThat(jobs(counting).openAttempts()).containsExactly(attempt("ended", 1), attempt("runs", 2));
        assertThat(counting.total()).isEqualTo(2);
    }

    @Test
    void shouldLoseNoOpenAttemptOfAnOlderHomeWhereverTheProcessThatMakesItsIndexIsKilled() {
        for (int kill = 0; kill < MORE_WRITES_THAN_ANY_CALL * 2; kill++) {
            // Given
            leaveOlderHome();
            JobStore killed = jobs(killedAt(kill / 2, kill % 2 == 1));
            // When
            var unused = catchThrowable(killed::openAttempts);
            // Then
            assertThat(jobs(objects).openAttempts())
                    .as("kill %d", kill)
                    .containsExactly(attempt("ended", 1), attempt("runs", 2));
        }
    }

    @Test
    void shouldLoseNoOpenAttemptWhenTwoProcessesMakeTheIndexOfAnOlderHomeAtOnce() {
        for (int stall = 0; stall < MORE_WRITES_THAN_ANY_CALL; stall++) {
            // Given one that stalls at one of its writes, while another makes the index, closes what has ended and
            // opens more
            leaveOlderHome();
            int stalledAt = stall;
            int[] writes = new int[1];
            JobStore stalled = jobs(new ForwardingObjectStore(objects) {
                @Override
                public PutResult putIfAbsent(String key, byte[] bytes) {
                    if (writes[0]++ == stalledAt) {
                        jobs(objects).openAttempts().forEach(jobs(objects)::closeAttempt);
                        record(attempt("new", 1));
                    }
                    return super.putIfAbsent(key, bytes);
                }
            });
            // When
            stalled.openAttempts();
            // Then
            assertThat(jobs(objects).openAttempts()).as("stall %d", stall).contains(attempt("runs", 2));
            if (writes[0] > stalledAt) {
                assertThat(jobs(objects).openAttempts()).contains(attempt("new", 1));
            }
        }
    }

    @Test
    void shouldPassOverWhatAStrangerPutBesideThem() {
        // Given
        record(attempt("job", 1));
        before("open/README", "x");
        before("attempts/README", "x");
        // When / Then
        assertThat(jobs(objects).openAttempts()).containsExactly(attempt("job", 1));
    }
}
