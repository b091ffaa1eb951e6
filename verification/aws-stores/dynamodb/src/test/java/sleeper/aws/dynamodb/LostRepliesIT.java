package sleeper.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sleeper.statestore.object.PutResult;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** Objects in DynamoDB when requests are done and their replies do not come back. */
class LostRepliesIT {
    private static final byte[] ONE = {1};
    private static final byte[] TWO = {2};
    private static LocalDynamo service;

    private final Deque<String> lost = new ArrayDeque<>();
    private DynamoObjectStore store;

    @BeforeAll
    static void startService() throws Exception {
        service = new LocalDynamo();
    }

    @AfterAll
    static void stopService() throws Exception {
        service.stop();
    }

    @BeforeEach
    void openStore() {
        String table = service.newTable("folder", "name", ScalarAttributeType.S);
        store = new DynamoObjectStore(losing(service.client()), table, LocalDynamo.surroundings());
    }

    private DynamoDbClient losing(DynamoDbClient client) {
        return (DynamoDbClient) Proxy.newProxyInstance(
                DynamoDbClient.class.getClassLoader(), new Class<?>[] {DynamoDbClient.class}, (self, method, given) -> {
                    try {
                        Object reply = method.invoke(client, given);
                        if (method.getName().equals(lost.peek())) {
                            throw SdkClientException.create("the reply to " + lost.remove() + " was lost");
                        }
                        return reply;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void shouldNotSayThatAnObjectOfItsOwnIsAnothers() {
        // Given
        lost.add("putItem");
        // When / Then
        assertThat(store.putIfAbsent("a", ONE)).isEqualTo(PutResult.UNKNOWN);
        assertThat(store.get("a")).contains(ONE);
    }

    @Test
    void shouldNotSayThatAReplacementOfItsOwnIsAnothers() {
        // Given
        store.putIfAbsent("a", ONE);
        lost.add("putItem");
        // When / Then
        assertThat(store.replace("a", ONE, TWO)).isEqualTo(PutResult.UNKNOWN);
        assertThat(store.get("a")).contains(TWO);
    }

    @Test
    void shouldCountADeletionOfItsOwnThoughItsReplyWasLost() {
        // Given
        store.putIfAbsent("a", ONE);
        lost.add("deleteItem");
        // When / Then
        assertThat(store.delete("a")).isTrue();
        assertThat(store.get("a")).isEmpty();
    }
}
