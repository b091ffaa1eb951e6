package sleeper.api.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sleeper.api.job.TakenLetters.Seen;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.error.OutcomeUnknownException;
import sleeper.core.error.TransientFailureException;
import sleeper.core.platform.JobQueue;
import sleeper.statestore.instance.DeadLetterQueues;
import sleeper.statestore.instance.DeadLetterQueues.DeadLetter;
import sleeper.statestore.instance.UnreachableException;

class TakenLettersTest {
    private static final List<DeadLetter> THREE = List.of(letter("a"), letter("b"), letter("c"));

    private static final int TAKEN_AT_ONCE = 10;
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Duration LONG = Duration.ofSeconds(20);

    private final Queues queues = new Queues();
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
        // Given letters that nobody can show again
        queues.keep(JobQueue.STANDARD, "a", "b");
        queues.keep(JobQueue.EKS, "c");
        queues.failToRelease(JobQueue.STANDARD);
        TakenLetters taken = new TakenLetters(queues);
        // When / Then
        assertThat(taken.takeAll()).hasSize(3);
        assertThat(taken.remove(letter("b"))).isTrue();
        assertThatCode(taken::close).doesNotThrowAnyException();
        assertThat(queues.hidden()).containsExactly("a");
    }

    @Test
    void shouldShowTheLettersOfAQueueAgainBeforeItReadsTheNext() {
        queues.keep(JobQueue.STANDARD, "a", "b");
        queues.keep(JobQueue.EKS, "c");
        List<Set<String>> hiddenMeanwhile = new ArrayList<>();
        queues.beforeTaking(queue -> {
            if (queue == JobQueue.EKS) {
                hiddenMeanwhile.add(queues.hidden());
            }
        });

        assertThat(all()).containsExactly("a", "b", "c");
        assertThat(hiddenMeanwhile).isEqualTo(List.of(Set.of(), Set.of("c")));
        assertThat(queues.hidden()).isEmpty();
    }

    @Test
    void shouldLookAgainForLettersThatOthersHide() {
        // Given another who shows its letter again once we have looked
        queues.keep(JobQueue.STANDARD, "a", "b");
        queues.keep(JobQueue.EKS, "c");
        queues.hide("a");
        queues.beforeTaking(queue -> {
            if (queue == JobQueue.EKS) {
                queues.unhide("a");
            }
        });
        // When / Then
        assertThat(all()).containsExactly("b", "a", "c");
    }

    @Test
    void shouldTakeLettersOfWhichOthersHideSomeToSendAllAgain() {
        queues.keep(JobQueue.STANDARD, "a", "b");
        queues.hide("a");
        queues.beforeTaking(queue -> {
            if (queue == JobQueue.EKS) {
                queues.unhide("a");
            }
        });

        try (TakenLetters taken = new TakenLetters(queues)) {
            assertThat(taken.takeAll()).extracting(DeadLetter::messageId).containsExactlyInAnyOrder("a", "b");
            assertThat(queues.hidden()).containsExactlyInAnyOrder("a", "b");
        }
        assertThat(queues.hidden()).isEmpty();
    }

    @Test
    void shouldSayThatThereAreMoreThanItSawWhereOthersGoOnHidingThem() {
        queues.keep(JobQueue.STANDARD, "a", "b");
        queues.hide("a");

        Seen seen = look(SHORT, 10);

        assertThat(seen.letters()).extracting(DeadLetter::messageId).containsExactly("b");
        assertThat(seen.more()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"24, 24, true", "25, 25, false", "1000, 25, false", "1, 1, true"})
    void shouldTakeNoMoreThanWereAskedFor(int most, int found, boolean more) {
        queues.keep(JobQueue.STANDARD, ids("a", 15));
        queues.keep(JobQueue.EKS, ids("b", 10));

        Seen seen = look(LONG, most);

        assertThat(seen.letters()).hasSize(found);
        assertThat(seen.more()).isEqualTo(more);
        assertThat(queues.mostHidden()).isLessThan(most + TAKEN_AT_ONCE);
    }

    @Test
    void shouldEndWhereAQueueFillsFasterThanItCanBeRead() {
        queues.beforeTaking(queue -> queues.keep(queue, ids("more" + queues.size(), TAKEN_AT_ONCE)));

        Seen seen = look(SHORT, Integer.MAX_VALUE);

        assertThat(seen.letters()).isNotEmpty();
        assertThat(queues.hidden()).isEmpty();
    }

    @Test
    void shouldShowALetterOnceThatWasKeptTwice() {
        queues.keep(JobQueue.STANDARD, "a", "a");

        Seen seen = look(LONG, 10);

        assertThat(seen.letters()).extracting(DeadLetter::messageId).containsExactly("a");
        assertThat(seen.more()).isFalse();
    }

    @Test
    void shouldShowWhatItHasTakenAgainWhereTheNextQueueFails() {
        // Given
        queues.keep(JobQueue.STANDARD, "a", "b");
        queues.keep(JobQueue.EKS, "c");
        queues.beforeTaking(queue -> {
            if (queues.hidden().contains("c")) {
                throw denied();
            }
        });
        // When / Then
        assertThatThrownBy(this::takeAll).isInstanceOf(TransientFailureException.class);
        assertThat(queues.mostHidden()).isEqualTo(3);
        assertThat(queues.hidden()).isEmpty();
    }

    @Test
    void shouldHideTheLettersThatAreMeantAlone() {
        queues.keep(JobQueue.STANDARD, "a", "b", "c");
        try (TakenLetters taken = new TakenLetters(queues)) {
            List<DeadLetter> found = taken.require(List.of("b"), "Not done.");

            assertThat(found).extracting(DeadLetter::messageId).containsExactly("b");
            assertThat(queues.hidden()).containsExactly("b");
        }
        assertThat(queues.hidden()).isEmpty();
    }

    @Test
    void shouldTakeNoMoreOnceItHasThoseThatAreMeant() {
        queues.keep(JobQueue.STANDARD, ids("a", 100));
        try (TakenLetters taken = new TakenLetters(queues)) {
            assertThat(taken.require(List.of("a1"), "Not done.")).hasSize(1);
        }
        assertThat(queues.mostHidden()).isEqualTo(TAKEN_AT_ONCE);
    }

    @Test
    void shouldSayWhichLettersAreNotThere() {
        queues.keep(JobQueue.STANDARD, "a");

        assertThatThrownBy(() -> require(LONG, "none"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("UNKNOWN_MESSAGE at message none: found no dead letter of this id. ");
        assertThat(queues.hidden()).isEmpty();
    }

    @Test
    void shouldNotSayThatALetterIsNotThereWhichOthersMayHide() {
        queues.keep(JobQueue.STANDARD, "a", "b");
        queues.hide("b");

        assertThatThrownBy(() -> require(SHORT, "b"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("no dead letter of this id among the 1 that could be taken; there may be more");
    }

    private List<String> all() {
        try (TakenLetters taken = new TakenLetters(queues)) {
            return taken.look(Integer.MAX_VALUE).letters().stream()
                    .map(DeadLetter::messageId)
                    .toList();
        }
    }

    private Seen look(Duration longest, int most) {
        try (TakenLetters taken = new TakenLetters(queues, longest)) {
            return taken.look(most);
        }
    }

    private void takeAll() {
        try (TakenLetters taken = new TakenLetters(queues)) {
            List<DeadLetter> unused = taken.takeAll();
        }
    }

    private void require(Duration longest, String id) {
        try (TakenLetters taken = new TakenLetters(queues, longest)) {
            List<DeadLetter> unused = taken.require(List.of(id), "Not done.");
        }
    }

    private static String[] ids(String prefix, int number) {
        return IntStream.range(0, number).mapToObj(i -> prefix + i).toArray(String[]::new);
    }

    /** Queues in memory, beside which others look at letters. */
    private static final class Queues implements DeadLetterQueues {
        private final Map<JobQueue, List<DeadLetter>> kept = new EnumMap<>(JobQueue.class);
        private final List<DeadLetter> hidden = new ArrayList<>();
        private final Set<JobQueue> stuck = EnumSet.noneOf(JobQueue.class);
        private Consumer<JobQueue> beforeTaking = queue -> {};
        private int receipts;
        private int mostHidden;

        void keep(JobQueue queue, String... ids) {
            for (String id : ids) {
                add(queue, id, "{}", "");
            }
        }

        void beforeTaking(Consumer<JobQueue> action) {
            beforeTaking = action;
        }

        void failToRelease(JobQueue queue) {
            stuck.add(queue);
        }

        void hide(String id) {
            all().filter(letter -> letter.messageId().equals(id)).forEach(hidden::add);
        }

        void unhide(String id) {
            hidden.removeIf(letter -> letter.messageId().equals(id));
        }

        Set<String> hidden() {
            return hidden.stream().map(DeadLetter::messageId).collect(Collectors.toSet());
        }

        int mostHidden() {
            return mostHidden;
        }

        long size() {
            return all().count();
        }

        private Stream<DeadLetter> all() {
            return kept.values().stream().flatMap(List::stream);
        }

        private List<DeadLetter> of(JobQueue queue) {
            return kept.computeIfAbsent(queue, unused -> new ArrayList<>());
        }

        @Override
        public void add(JobQueue queue, String messageId, String body, String reason) {
            receipts++;
            of(queue).add(new DeadLetter(queue, messageId, body, reason, "receipt " + receipts));
        }

        @Override
        public List<DeadLetter> take(JobQueue queue) {
            beforeTaking.accept(queue);
            List<DeadLetter> taken = of(queue).stream()
                    .filter(letter -> !hidden.contains(letter))
                    .limit(TAKEN_AT_ONCE)
                    .toList();
            hidden.addAll(taken);
            mostHidden = Math.max(mostHidden, hidden.size());
            return taken;
        }

        @Override
        public long count(JobQueue queue) {
            return of(queue).size();
        }

        @Override
        public void release(JobQueue queue, List<DeadLetter> letters) {
            if (stuck.contains(queue)) {
                throw nobody();
            }
            hidden.removeAll(letters);
        }

        @Override
        public boolean remove(DeadLetter letter) {
            hidden.removeIf(found -> found.messageId().equals(letter.messageId()));
            return of(letter.queue()).removeIf(found -> found.messageId().equals(letter.messageId()));
        }
    }
}
