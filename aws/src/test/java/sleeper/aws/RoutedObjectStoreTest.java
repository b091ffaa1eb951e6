package sleeper.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import sleeper.statestore.object.ObjectStore;
import sleeper.testkit.log.InMemoryObjectStore;
import sleeper.testkit.log.ObjectStoreContract;

class RoutedObjectStoreTest extends ObjectStoreContract {
    private static final byte[] BYTES = {1};

    private InMemoryObjectStore small = new InMemoryObjectStore();
    private InMemoryObjectStore large = new InMemoryObjectStore();

    @Override
    protected ObjectStore newStore() {
        small = new InMemoryObjectStore();
        large = new InMemoryObjectStore();
        return sameStore();
    }

    @Override
    protected ObjectStore sameStore() {
        return new RoutedObjectStore(Set.of("a", "b"), small, large);
    }

    @Test
    void shouldKeepAnObjectWhereItsFirstComponentBelongs() {
        // When
        for (String key : List.of("a/1", "b", "c/a", "ab/1")) {
            sameStore().putIfAbsent(key, BYTES);
        }
        // Then
        assertThat(small.list("")).containsExactly("a/1", "b");
        assertThat(large.list("")).containsExactly("ab/1", "c/a");
    }

    @Test
    void shouldNotShowWhatLiesWhereItDoesNotBelong() {
        // Given
        small.putIfAbsent("c/1", BYTES);
        large.putIfAbsent("a/1", BYTES);
        // When / Then
        assertThat(sameStore().list("")).isEmpty();
        assertThat(sameStore().children("")).isEmpty();
        assertThat(sameStore().getAll(List.of("a/1", "c/1"))).isEmpty();
    }
}
