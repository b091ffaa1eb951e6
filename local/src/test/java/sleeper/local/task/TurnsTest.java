package sleeper.local.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private final List<String> begun = new ArrayList<>();

    private Turns.Turn ask(Turns turns, String name, int weight) {
        Turns.Turn turn = turns.turn(weight, () -> begun.add(name));
        turn.ask();
        return turn;
    }

    @Test
    void shouldBeginAtOnceWhileThereIsRoomAndThenInTheOrderOfAsking() {
        // Given
        Turns turns = new Turns(2);
        Turns.Turn first = ask(turns, "first", 1);
        Turns.Turn second = ask(turns, "second", 1);
        ask(turns, "third", 1);
        ask(turns, "fourth", 1);
        assertThat(begun).containsExactly("first", "second");
        // When
        second.end();
        assertThat(begun).containsExactly("first", "second", "third");
        first.end();
        // Then
        assertThat(begun).containsExactly("first", "second", "third", "fourth");
    }

    @Test
    void shouldNeverBeginWhatLeftTheQueue() {
        // Given
        Turns turns = new Turns(1);
        Turns.Turn first = ask(turns, "first", 1);
        Turns.Turn aborted = ask(turns, "aborted", 1);
        ask(turns, "third", 1);
        // When
        aborted.end();
        first.end();
        // Then
        assertThat(begun).containsExactly("first", "third");
    }

    @Test
    void shouldNotBeginWhatWasEndedBeforeItAsked() {
        Turns turns = new Turns(1);
        Turns.Turn turn = turns.turn(1, () -> begun.add("ended"));
        turn.end();
        turn.ask();
        ask(turns, "next", 1);
        assertThat(begun).containsExactly("next");
    }

    @Test
    void shouldGiveRoomBackOnceHoweverOftenATurnEnds() {
        // Given
        Turns turns = new Turns(1);
        Turns.Turn first = ask(turns, "first", 1);
        ask(turns, "second", 1);
        ask(turns, "third", 1);
        // When
        first.end();
        first.end();
        // Then
        assertThat(begun).containsExactly("first", "second");
    }

    @Test
    void shouldLetNothingLightOvertakeWhatIsHeavy() {
        // Given
        Turns turns = new Turns(3);
        Turns.Turn light = ask(turns, "light", 1);
        Turns.Turn heavy = ask(turns, "heavy", 3);
        Turns.Turn lighter = ask(turns, "lighter", 1);
        assertThat(begun).containsExactly("light");
        // When / Then
        light.end();
        assertThat(begun).containsExactly("light", "heavy");
        heavy.end();
        assertThat(begun).containsExactly("light", "heavy", "lighter");
        lighter.end();
    }

    @Test
    void shouldBeginWhatStoodBehindSomethingHeavyThatLeftTheQueue() {
        // Given
        Turns turns = new Turns(2);
        ask(turns, "light", 1);
        Turns.Turn heavy = ask(turns, "heavy", 2);
        ask(turns, "lighter", 1);
        // When
        heavy.end();
        // Then
        assertThat(begun).containsExactly("light", "lighter");
    }

    @Test
    void shouldBeginAloneWhatIsHeavierThanAllRoom() {
        // Given
        Turns turns = new Turns(2);
        Turns.Turn light = ask(turns, "light", 1);
        Turns.Turn heavy = ask(turns, "heavy", 50);
        ask(turns, "lighter", 1);
        // When / Then
        light.end();
        assertThat(begun).containsExactly("light", "heavy");
        heavy.end();
        assertThat(begun).containsExactly("light", "heavy", "lighter");
    }

    @Test
    void shouldCountWhatRunsAlreadyThoughItIsMoreThanThereIsRoomFor() {
        // Given
        Turns turns = new Turns(2);
        List<Turns.Turn> already = List.of(turns.taken(1), turns.taken(1), turns.taken(1));
        ask(turns, "later", 1);
        // When / Then
        already.get(0).end();
        assertThat(begun).isEmpty();
        already.get(1).end();
        assertThat(begun).containsExactly("later");
    }

    @Test
    void shouldNotGrowTheStackWithWhatEndsAsSoonAsItBegins() {
        // Given tasks that cannot be started, one behind the other
        Turns turns = new Turns(1);
        Turns.Turn first = ask(turns, "first", 1);
        List<Integer> depths = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            List<Turns.Turn> own = new ArrayList<>();
            Turns.Turn turn = turns.turn(1, () -> {
                depths.add(Thread.currentThread().getStackTrace().length);
                own.get(0).end();
            });
            own.add(turn);
            turn.ask();
        }
        // When
        first.end();
        // Then
        assertThat(depths).hasSize(100).containsOnly(depths.get(0));
    }

    @Test
    void shouldGoOnBehindWhatFailsToBegin() {
        // Given
        Turns turns = new Turns(1);
        Turns.Turn failing = turns.turn(1, () -> {
            throw new IllegalStateException("broken");
        });
        assertThatThrownBy(failing::ask).hasMessage("broken");
        ask(turns, "next", 1);
        // When
        failing.end();
        // Then
        assertThat(begun).containsExactly("next");
    }

    @Test
    void shouldBeginEachOnceAndNeverMoreThanThereIsRoomForWhenManyThreadsAsk() throws Exception {
        // Given
        int asked = 500;
        Turns turns = new Turns(3);
        AtomicInteger running = new AtomicInteger();
        AtomicInteger mostAtOnce = new AtomicInteger();
        AtomicInteger beginnings = new AtomicInteger();
        CountDownLatch ended = new CountDownLatch(asked);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        // When
        for (int i = 0; i < asked; i++) {
            threads.execute(() -> {
                AtomicReference<Turns.Turn> own = new AtomicReference<>();
                own.set(turns.turn(1, () -> {
                    beginnings.incrementAndGet();
                    mostAtOnce.accumulateAndGet(running.incrementAndGet(), Math::max);
                    threads.execute(() -> {
                        running.decrementAndGet();
                        own.get().end();
                        ended.countDown();
                    });
                }));
                own.get().ask();
            });
        }
        // Then
        assertThat(ended.await(1, TimeUnit.MINUTES)).isTrue();
        threads.shutdown();
        assertThat(beginnings).hasValue(asked);
        assertThat(mostAtOnce.get()).isBetween(1, 3);
    }
}
