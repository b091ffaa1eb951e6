package sleeper.testkit.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.OutcomeUnknownException;
import sleeper.core.error.TransientFailureException;
import sleeper.statestore.log.AppendResult;
import sleeper.statestore.log.CommitLog;
import sleeper.statestore.log.LogEntry;
import sleeper.statestore.object.ForwardingObjectStore;
import sleeper.statestore.object.ObjectStore;
import sleeper.statestore.object.PutResult;
import sleeper.statestore.table.Verdict;
import sleeper.testkit.log.CountingObjectStore.Call;

/** Requests of many writers in one entry. */
class GroupCommitTest {
    private final TableFixture table = new TableFixture();

    @Test
    void shouldCarryTheRequestsOfOthersAlong() {
        // Given a request whose writer died after leaving it in the inbox
        String incarnation = table.create();
        leaveInInbox("dead", incarnation);
        // When another commits
        table.commit(table.process(), "job", 1, incarnation);
        // Then both are committed by one entry, and the inbox is collected
        assertThat(table.log.read(1, 10)).hasSize(2);
        assertThat(table.process().state().jobs().keys()).containsExactlyInAnyOrder("dead", "job");
        assertThat(table.objects.children("inbox")).hasSize(1);
        table.process().drainInbox();
        table.commit(table.process(), "next", 1, incarnation);
        assertThat(table.objects.children("inbox")).isEmpty();
    }

    @Test
    void shouldDecideEachRequestOfAGroupOnItsOwn() {
        // Given a request in the inbox that cannot be granted, of a table that was dropped
        String old = table.create();
        leaveInInbox("late", old);
        table.process().drop(old);
        String incarnation = table.create();
        // When
        Verdict verdict = table.commit(table.process(), "job", 1, incarnation);
        // Then
        assertThat(verdict).isInstanceOf(Verdict.Committed.class);
        assertThat(table.process().state().jobs().keys()).containsExactly("job");
    }

    @Test
    void shouldCarryAtMostAHundred() {
        // Given
        String incarnation = table.create();
        for (int i = 0; i < 130; i++) {
            leaveInInbox("dead" + i, incarnation);
        }
        // When
        table.commit(table.process(), "job", 1, incarnation);
        // Then
        assertThat(table.process().state().jobs().size()).isEqualTo(100);
    }

    @Test
    void shouldReadTheInboxInOneCallHoweverManyWait() {
        // Given
        String incarnation = table.create();
        for (int i = 0; i < 90; i++) {
            leaveInInbox("dead" + i, incarnation);
        }
        CountingObjectStore objects = new CountingObjectStore(table.objects);
        // When
        table.commit(table.process(table.log, objects), "job", 1, incarnation);
        // Then the requests were read together, and nothing else one by one
        assertThat(table.process().state().jobs().size()).isEqualTo(91);
        assertThat(objects.calls()).containsEntry(Call.GET_ALL, 1).doesNotContainKey(Call.GET);
        assertThat(objects.objectsRead()).isEqualTo(90);
    }

    @Test
    void shouldFindARequestBehindManyThingsThatAreNone() {
        // Given what a stranger put into the inbox, more than an entry carries
        String incarnation = table.create();
        for (int i = 0; i < 150; i++) {
            table.objects.putIfAbsent("inbox/" + i, new byte[] {'x'});
        }
        leaveInInbox("dead", incarnation);
        // When
        table.commit(table.process(), "job", 1, incarnation);
        // Then
        assertThat(table.process().state().jobs().keys()).containsExactlyInAnyOrder("dead", "job");
    }

    @Test
    void shouldKeepARequestUntilItsVerdictWasReplayed() {
        // Given a committer that is killed just before its append
        String incarnation = table.create();
        leaveInInbox("dead", incarnation);
        // When / Then its request and the other's are still there for the next
        assertThat(table.objects.children("inbox")).hasSize(1);
        table.process().drainInbox();
        assertThat(table.process().state().jobs().keys()).containsExactly("dead");
    }

    @Test
    void shouldNotCallARequestUndoneThatMayWaitInTheInbox() {
        // Given a store whose reply is lost once the request lies in the inbox, and which fails from then on
        String incarnation = table.create();
        ObjectStore objects = new ForwardingObjectStore(table.objects) {
            @Override
            public PutResult putIfAbsent(String key, byte[] bytes) {
                if (!table.objects.list("inbox").isEmpty()) {
                    throw failure(key);
                }
                table.objects.loseNextReply();
                return super.putIfAbsent(key, bytes);
            }
        };
        // When / Then its writer is not told that nothing happened
        assertThatThrownBy(() -> table.commit(table.process(table.log, objects), "job", 1, incarnation))
                .isInstanceOf(OutcomeUnknownException.class);
        // since another does commit it
        table.commit(table.process(), "other", 1, incarnation);
        assertThat(table.process().state().jobs().keys()).contains("job");
    }

    private static TransientFailureException failure(String key) {
        return new TransientFailureException("No.", List.of(Fault.of(ErrorCode.UNAVAILABLE, key, "", "")));
    }

    private void leaveInInbox(String job, String incarnation) {
        CommitLog deadly = new AppendingLog(table.log) {
            @Override
            public AppendResult append(LogEntry entry) {
                throw new Crash();
            }
        };
        assertThatThrownBy(() -> table.commit(table.process(deadly, table.objects), job, 1, incarnation))
                .isInstanceOf(Crash.class);
    }

    private static final class Crash extends Error {}
}
