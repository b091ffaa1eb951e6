package sleeper.testkit.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sleeper.statestore.object.ObjectStore;
import sleeper.statestore.object.PutResult;

/** What every driver of the object store must do. A driver's test extends it and gives a new, empty store for each test. */
public abstract class ObjectStoreContract {
    private static final int WRITERS = 4;
    private static final int OBJECTS_EACH = 25;

    private ObjectStore store;

    /** @return an empty store */
    protected abstract ObjectStore newStore() throws Exception;

    /** @return another client of the store last given by {@link #newStore()}, as another process would have it */
    protected abstract ObjectStore sameStore() throws Exception;

    @BeforeEach
    void openStore() throws Exception {
        store = newStore();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void shouldWriteAnObjectOnce() throws Exception {
        assertThat(store.putIfAbsent("a/b", bytes("first"))).isEqualTo(PutResult.STORED);
        assertThat(store.putIfAbsent("a/b", bytes("second"))).isEqualTo(PutResult.REFUSED);
        assertThat(store.get("a/b")).contains(bytes("first"));
        assertThat(sameStore().get("a/b")).contains(bytes("first"));
        assertThat(sameStore().putIfAbsent("a/b", bytes("third"))).isEqualTo(PutResult.REFUSED);
    }

    @Test
    void shouldFindNothingWhereNothingWasPut() {
        // Given
        store.putIfAbsent("a/b/c", bytes("x"));
        // When / Then neither beside an object nor where its key goes through
        for (String key : List.of("b", "a", "a/b", "a/b/d")) {
            assertThat(store.get(key)).as(key).isEmpty();
        }
        for (String prefix : List.of("b", "a/b/c")) {
            assertThat(store.children(prefix)).as(prefix).isEmpty();
            assertThat(store.list(prefix)).as(prefix).isEmpty();
        }
    }

    @Test
    void shouldReadManyObjectsAtOnceInTheOrderAskedFor() {
        // Given
        for (String key : List.of("a/1", "a/2", "b", "c/d/e")) {
            store.putIfAbsent(key, bytes("of " + key));
        }
        // When some of those asked for are not there
        Map<String, byte[]> found = store.getAll(List.of("c/d/e", "nothing", "a/2", "a", "b"));
        // Then
        assertThat(found.keySet()).containsExactly("c/d/e", "a/2", "b");
        found.forEach((key, bytes) -> assertThat(bytes).as(key).isEqualTo(bytes("of " + key)));
        assertThat(store.getAll(List.of())).isEmpty();
        assertThatThrownBy(() -> store.getAll(List.of("b", "../b"))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldKeepAnObjectWhateverBecomesOfTheBytesGivenAndTaken() {
        // Given
        byte[] given = bytes("text");
        store.putIfAbsent("a", given);
        // When
        given[0] = 'n';
        store.get("a").orElseThrow()[1] = 'n';
        // Then
        assertThat(store.get("a")).contains(bytes("text"));
    }

    @Test
    void shouldReplaceWhatIsExpectedAndNothingElse() {
        // Given
        store.putIfAbsent("a", bytes("1"));
        // When / Then
        assertThat(store.replace("a", bytes("0"), bytes("2"))).isEqualTo(PutResult.REFUSED);
        assertThat(store.replace("a", bytes("1"), bytes("2"))).isEqualTo(PutResult.STORED);
        assertThat(store.replace("b", bytes("1"), bytes("2"))).isEqualTo(PutResult.REFUSED);
        assertThat(store.get("a")).contains(bytes("2"));
        assertThat(store.get("b")).isEmpty();
    }

    @Test
    void shouldListObjectsAndNothingOfItsOwn() {
        // Given
        store.putIfAbsent("b/x", bytes("1"));
        store.putIfAbsent("b/c/y", bytes("1"));
        store.putIfAbsent("b.c", bytes("1"));
        store.putIfAbsent("a", bytes("1"));
        store.replace("a", bytes("1"), bytes("2"));
        // When / Then
        assertThat(store.list("")).containsExactly("a", "b.c", "b/c/y", "b/x");
        assertThat(store.list("b")).containsExactly("b/c/y", "b/x");
        assertThat(store.children("b")).containsExactly("c", "x");
        assertThat(store.children("")).containsExactly("a", "b", "b.c");
        assertThat(store.list("nowhere")).isEmpty();
        assertThat(store.children("nowhere")).isEmpty();
    }

    @Test
    void shouldDeleteAnObjectOnceAndTakeAnotherInItsPlace() {
        // Given
        store.putIfAbsent("a/b", bytes("first"));
        store.putIfAbsent("a/c", bytes("beside"));
        // When / Then
        assertThat(store.delete("a/b")).isTrue();
        assertThat(store.delete("a/b")).isFalse();
        assertThat(store.get("a/b")).isEmpty();
        assertThat(store.children("a")).containsExactly("c");
        assertThat(store.putIfAbsent("a/b", bytes("second"))).isEqualTo(PutResult.STORED);
    }

    @Test
    void shouldRefuseAKeyThatLeadsElsewhere() {
        for (String key : List.of("../a", "a/../b", "/a", "a//b", ".lock", "", "a/", "a b", "a\n")) {
            assertThatThrownBy(() -> store.putIfAbsent(key, bytes("x")))
                    .as(key)
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> store.get(key)).as(key).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> store.delete(key)).as(key).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> store.replace(key, bytes("x"), bytes("y")))
                    .as(key)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void shouldLetExactlyOneOfManyWritersHaveEachKey() throws Exception {
        // Given writers that all put the same keys
        List<Callable<Integer>> writers = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            ObjectStore own = sameStore();
            byte[] name = bytes("w" + writer);
            writers.add(() -> {
                int stored = 0;
                for (int i = 0; i < OBJECTS_EACH; i++) {
                    stored += own.putIfAbsent("folder" + i + "/key", name) == PutResult.STORED ? 1 : 0;
                }
                return stored;
            });
        }
        // When / Then
        assertThat(atOnce(writers).stream().mapToInt(Integer::intValue).sum()).isEqualTo(OBJECTS_EACH);
        assertThat(store.list("")).hasSize(OBJECTS_EACH);
    }

    @Test
    void shouldLoseNoReplacementOfMany() throws Exception {
        // Given a counter that several count up at once
        store.putIfAbsent("counter", bytes("0"));
        ObjectStore other = sameStore();
        Callable<Integer> counting = () -> {
            int counted = 0;
            while (counted < OBJECTS_EACH) {
                byte[] found = other.get("counter").orElseThrow();
                int next = Integer.parseInt(new String(found, StandardCharsets.UTF_8)) + 1;
                if (other.replace("counter", found, bytes("" + next)) == PutResult.STORED) {
                    counted++;
                }
            }
            return counted;
        };
        // When / Then
        assertThat(atOnce(Collections.nCopies(WRITERS, counting))).containsOnly(OBJECTS_EACH);
        assertThat(store.get("counter")).contains(bytes("" + WRITERS * OBJECTS_EACH));
    }

    private static <T> List<T> atOnce(List<Callable<T>> calls) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(calls.size());
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> result : threads.invokeAll(calls)) {
                results.add(result.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
