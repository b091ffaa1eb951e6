package sleeper.aws.kits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import sleeper.aws.dynamodb.DynamoProbe;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/**
 * The conditions, answers and limits of DynamoDB that the stores there rest on. The rules are those of its API reference and of its
 * developer guide, "Condition expressions", "Read consistency" and "Quotas".
 */
@ExtendWith(Places.class)
class DynamoConditionsKit {
    private static final Reply CONDITION = new Reply(400, "ConditionalCheckFailedException");
    private static final int AT_ONCE = 6;
    private static final int ROUNDS = 10;
    private static final int LARGE = 350 * 1024;
    private static final Duration OFF = Duration.ofMinutes(20);

    private final Place place;
    private final DynamoDbClient dynamo;
    private final String table;

    DynamoConditionsKit(Place place) {
        this.place = place;
        this.dynamo = place.server().dynamo();
        this.table = place.server().logTable();
    }

    private Map<String, AttributeValue> item(long slot, byte[] content) {
        Map<String, AttributeValue> item = new HashMap<>(place.slot(slot));
        item.put("content", AttributeValue.fromB(SdkBytes.fromByteArray(content)));
        return item;
    }

    private PutItemResponse putIfAbsent(Map<String, AttributeValue> item) {
        return dynamo.putItem(put -> put.tableName(table)
                .item(item)
                .conditionExpression("attribute_not_exists(#slot)")
                .expressionAttributeNames(Map.of("#slot", "slot"))
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD));
    }

    private Map<String, AttributeValue> get(DynamoDbClient client, long slot) {
        return client.getItem(get -> get.tableName(table).key(place.slot(slot)).consistentRead(true))
                .item();
    }

    @Test
    void shouldBeTakenByTheProbe() {
        DynamoProbe probe = new DynamoProbe(dynamo, place.server().surroundings());

        assertThatCode(() -> {
                    probe.checkLog(table);
                    probe.checkObjects(place.server().stateTable());
                })
                .doesNotThrowAnyException();
    }

    @Test
    void shouldRefuseAPutOverAnItemAndGiveThatItemBack() {
        // Given
        Map<String, AttributeValue> first = item(1, new byte[] {1});
        putIfAbsent(first);
        // When / Then
        assertThatThrownBy(() -> putIfAbsent(item(1, new byte[] {2})))
                .isInstanceOfSatisfying(
                        ConditionalCheckFailedException.class,
                        refused -> assertThat(refused.item()).isEqualTo(first));
        assertThat(get(dynamo, 1)).isEqualTo(first);
    }

    @Test
    void shouldUpdateOnlyTheItemThatIsExpected() throws Exception {
        // Given
        putIfAbsent(item(1, new byte[] {1}));
        // When / Then
        assertThat(Reply.of(() -> update(1, new byte[] {9}))).isEqualTo(CONDITION);
        assertThat(Reply.of(() -> update(2, new byte[] {1}))).isEqualTo(CONDITION);
        assertThat(Reply.of(() -> update(1, new byte[] {1}))).isEqualTo(Reply.OK);
        assertThat(get(dynamo, 1)).isEqualTo(item(1, new byte[] {7}));
        assertThat(get(dynamo, 2)).isEmpty();
    }

    private Object update(long slot, byte[] expected) {
        return dynamo.updateItem(update -> update.tableName(table)
                .key(place.slot(slot))
                .updateExpression("SET #content = :new")
                .conditionExpression("#content = :expected")
                .expressionAttributeNames(Map.of("#content", "content"))
                .expressionAttributeValues(Map.of(
                        ":new", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[] {7})),
                        ":expected", AttributeValue.fromB(SdkBytes.fromByteArray(expected)))));
    }

    @Test
    void shouldLetOneOfManyPutsWin() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            // Given
            int slot = round;
            List<Callable<?>> puts = new ArrayList<>();
            for (byte i = 0; i < AT_ONCE; i++) {
                byte[] content = {i};
                puts.add(() -> putIfAbsent(item(slot, content)));
            }
            // When
            List<Reply> replies = Reply.ofAll(puts);
            // Then
            assertThat(replies).containsOnlyOnce(Reply.OK);
            assertThat(replies).isSubsetOf(Reply.OK, CONDITION);
            assertThat(get(dynamo, slot)).isEqualTo(item(slot, new byte[] {(byte) replies.indexOf(Reply.OK)}));
        }
    }

    @Test
    void shouldShowAPutAndADeleteToEveryConsistentReadAtOnce() {
        try (DynamoDbClient other = place.server().dynamoAgain()) {
            for (int round = 0; round < ROUNDS; round++) {
                Map<String, AttributeValue> item = item(1, new byte[] {(byte) round});
                putIfAbsent(item);
                assertThat(get(other, 1)).isEqualTo(item);
                assertThat(query(other).items()).containsExactly(item);
                dynamo.deleteItem(delete -> delete.tableName(table).key(place.slot(1)));
                assertThat(get(other, 1)).isEmpty();
                assertThat(query(other).items()).isEmpty();
            }
        }
    }

    private QueryResponse query(DynamoDbClient client) {
        return client.query(query -> query.tableName(table)
                .consistentRead(true)
                .keyConditionExpression("#log = :log")
                .expressionAttributeNames(Map.of("#log", "log"))
                .expressionAttributeValues(Map.of(":log", AttributeValue.fromS(place.name()))));
    }

    @Test
    void shouldReadNoMoreThanAMegabyteAtOnceAndSayWhereToGoOn() {
        // Given
        for (int slot = 0; slot < 4; slot++) {
            putIfAbsent(item(slot, new byte[LARGE]));
        }
        // When
        QueryResponse page = query(dynamo);
        // Then
        assertThat(page.items()).hasSizeBetween(1, 3);
        assertThat(page.lastEvaluatedKey()).isEqualTo(place.slot(page.items().size() - 1));
    }

    @Test
    void shouldRefuseAnItemThatIsTooLarge() throws Exception {
        assertThat(Reply.of(() -> putIfAbsent(item(1, new byte[400 * 1024]))))
                .isEqualTo(new Reply(400, "ValidationException"));
        assertThat(get(dynamo, 1)).isEmpty();
    }

    @Test
    void shouldSayThatATableIsNotThere() throws Exception {
        assertThat(Reply.of(() ->
                        dynamo.getItem(get -> get.tableName(table + "-absent").key(place.slot(1)))))
                .isEqualTo(new Reply(400, "ResourceNotFoundException"));
    }

    @Test
    void shouldRefuseARequestWhoseSignatureIsTooOldOrFromTheFuture() throws Exception {
        for (Duration offset : List.of(OFF.negated(), OFF)) {
            try (DynamoDbClient skewed = place.server().dynamo(offset)) {
                assertThat(Reply.of(() ->
                                skewed.putItem(put -> put.tableName(table).item(item(1, new byte[] {1})))))
                        .as("%s", offset)
                        .isEqualTo(new Reply(400, "InvalidSignatureException"));
            }
        }
        assertThat(get(dynamo, 1)).isEmpty();
    }
}
