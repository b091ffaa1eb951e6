package sleeper.testkit.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import sleeper.statestore.object.ObjectStore;
import sleeper.statestore.object.PutResult;

class InMemoryObjectStoreTest extends ObjectStoreContract {
    private InMemoryObjectStore store;

    @Override
    protected ObjectStore newStore() {
        store = new InMemoryObjectStore();
        return store;
    }

    @Override
    protected ObjectStore sameStore() {
        return store;
    }

    @Test
    void shouldLoseARequestAndThenAReply() {
        // Given
        byte[] bytes = "x".getBytes(StandardCharsets.UTF_8);
        store.loseNextRequest();
        store.loseNextReply();
        // When / Then
        assertThat(store.putIfAbsent("a", bytes)).isEqualTo(PutResult.UNKNOWN);
        assertThat(store.get("a")).isEmpty();
        assertThat(store.putIfAbsent("a", bytes)).isEqualTo(PutResult.UNKNOWN);
        assertThat(store.get("a")).contains(bytes);
    }

    @Test
    void shouldChangeOneByte() {
        // Given
        store.putIfAbsent("a", new byte[] {'a', 'b', 'c'});
        // When
        store.flipByte("a", 1);
        // Then
        assertThat(store.get("a")).contains(new byte[] {'a', 'B', 'c'});
    }
}
