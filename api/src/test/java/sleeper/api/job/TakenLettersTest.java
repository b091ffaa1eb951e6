package sleeper.api.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.OutcomeUnknownException;
import sleeper.core.error.TransientFailureException;
import sleeper.core.platform.JobQueue;
import sleeper.statestore.instance.DeadLetterQueues;
import sleeper.statestore.instance.DeadLetterQueues.DeadLetter;
import sleeper.statestore.instance.UnreachableException;

class TakenLettersTest {
    private static final List<DeadLetter> THREE = List.of(letter("a"), letter("b"), letter("c"));

    private final List<String> done = new ArrayList<>();

    private static DeadLetter letter(String id) {
        return new DeadLetter(JobQueue.STANDARD, id, "{}", "", "receipt of " + id);
    }

    private static UnreachableException nobody() {
        return new UnreachableException("the queues", "no answer", "Try again.", null);
    }

    private static TransientFailureException denied() {
        return new TransientFailureException(
                "Not deleted.", List.of(Fault.of(ErrorCode.FILE_FORBIDDEN, "the queues", "no right", "")));
    }

    /** Acts on letters until one whose id is given. */
    private void each(String failing, RuntimeException failure) {
        TakenLetters.each(THREE, "deleted", letter -> {
            if (letter.messageId().equals(failing)) {
                throw failure;
            }
            done.add(letter.messageId());
        });
    }

    @Test
    void shouldActOnEachLetterInOrder() {
        each("none", nobody());

        assertThat(done).containsExactly("a", "b", "c");
    }

    @Test
    void shouldSayWhatWasDoneBeforeAFailure() {
        assertThatThrownBy(() -> each("c", nobody()))
                .isInstanceOfSatisfying(
                        OutcomeUnknownException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OUTCOME_UNKNOWN))
                .hasMessageContaining("2 of 3 dead letters were deleted.")
                .hasMessageContaining("message c")
                .hasMessageContaining("Done with: a, b.");
        assertThat(done).containsExactly("a", "b");
    }

    @Test
    void shouldNotSayThatNothingWasDoneWhereNobodyAnsweredForTheFirst() {
        assertThatThrownBy(() -> each("a", nobody())).isInstanceOf(OutcomeUnknownException.class);
    }

    @Test
    void shouldSayThatNothingWasDoneWhereTheFirstWasRefused() {
        assertThatThrownBy(() -> each("a", denied())).isInstanceOf(TransientFailureException.class);
        assertThatThrownBy(() -> each("b", denied())).isInstanceOf(OutcomeUnknownException.class);
    }

    @Test
    void shouldNotLetLettersThatStayHiddenSpoilWhatWasDone() {
        TakenLetters taken = new TakenLetters(new Queues(Set.of("a")));

        assertThat(taken.remove(letter("b"))).isTrue();
        assertThatCode(taken::close).doesNotThrowAnyException();
        assertThat(done).as("released").containsExactly("c");
    }

    /** Three letters of one queue, some of which nobody can show again. */
    private final class Queues implements DeadLetterQueues {
        private final Set<String> stuck;

        Queues(Set<String> stuck) {
            this.stuck = stuck;
        }

        @Override
        public void add(JobQueue queue, String messageId, String body, String reason) {
            throw new IllegalStateException("nothing is added here");
        }

        @Override
        public List<DeadLetter> take(JobQueue queue) {
            return queue == JobQueue.STANDARD ? THREE : List.of();
        }

        @Override
        public void release(DeadLetter letter) {
            if (stuck.contains(letter.messageId())) {
                throw nobody();
            }
            done.add(letter.messageId());
        }

        @Override
        public boolean remove(DeadLetter letter) {
            return true;
        }
    }
}
