package sleeper.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import sleeper.core.error.InvalidRequestException;
import sleeper.statestore.object.ObjectStore;
import sleeper.statestore.object.PutResult;
import sleeper.testkit.log.ObjectStoreContract;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

class DynamoObjectStoreIT extends ObjectStoreContract {
    private static LocalDynamo service;
    private String table;

    @BeforeAll
    static void startService() throws Exception {
        service = new LocalDynamo();
    }

    @AfterAll
    static void stopService() throws Exception {
        service.stop();
    }

    @Override
    protected ObjectStore newStore() {
        table = service.newTable("folder", "name", ScalarAttributeType.S);
        return sameStore();
    }

    @Override
    protected ObjectStore sameStore() {
        return new DynamoObjectStore(service.client(), table, LocalDynamo.surroundings());
    }

    @Test
    void shouldFindEachChildOfFoldersThatFillSeveralPages() {
        // Given more than a page of a Query, which is 1 MB, in each of two folders and beside them
        ObjectStore store = newStore();
        byte[] large = new byte[DynamoObjectStore.MAX_BYTES];
        for (String key : List.of("x", "a", "c", "c-d", "c.d", "c0", "z")) {
            store.putIfAbsent("top/mid/" + key, large);
        }
        for (int i = 0; i < 7; i++) {
            store.putIfAbsent("top/mid/b/" + i, large);
            store.putIfAbsent("top/mid/y/deep/" + i, large);
        }
        store.putIfAbsent("top/mid0", large);
        // When / Then
        assertThat(store.children("top/mid")).containsExactly("a", "b", "c", "c-d", "c.d", "c0", "x", "y", "z");
        assertThat(store.children("top")).containsExactly("mid", "mid0");
        assertThat(store.list("top/mid")).hasSize(21).isSorted();
    }

    @Test
    void shouldReadMoreThanABatchHolds() {
        // Given more items than a batch has, and more bytes than one answer has
        ObjectStore store = newStore();
        List<String> keys = IntStream.range(0, 120).mapToObj(i -> "folder/" + i).toList();
        keys.forEach(key -> store.putIfAbsent(key, new byte[200 * 1024]));
        // When / Then
        assertThat(store.getAll(keys).keySet()).containsExactlyElementsOf(keys);
    }

    @Test
    void shouldKeepTheLargestObjectAndRefuseALargerOne() {
        // Given
        ObjectStore store = newStore();
        String key = "folder/" + "n".repeat(900);
        // When / Then
        assertThat(store.putIfAbsent(key, new byte[DynamoObjectStore.MAX_BYTES]))
                .isEqualTo(PutResult.STORED);
        assertThatThrownBy(() -> store.putIfAbsent("large", new byte[DynamoObjectStore.MAX_BYTES + 1]))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("large")
                .hasMessageContaining("358401 bytes")
                .hasMessageContaining("at most 358400 bytes");
        assertThat(store.get("large")).isEmpty();
    }

    @Test
    void shouldForgetAFolderThatHasNoObjectLeft() {
        // Given
        ObjectStore store = newStore();
        store.putIfAbsent("gone/a", "x".getBytes(StandardCharsets.UTF_8));
        // When
        store.delete("gone/a");
        // Then
        assertThat(store.children("")).isEmpty();
    }
}
