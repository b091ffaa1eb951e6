package sleeper.aws.dynamodb;

import java.util.List;
import java.util.Map;
import sleeper.aws.client.AwsFailures;
import sleeper.aws.request.Answer;
import sleeper.aws.request.Requests;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.error.TransientFailureException;
import sleeper.statestore.util.Surroundings;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/**
 * Finds out whether a table is one that the drivers can trust: that it is there, has the keys they write, and refuses a write whose
 * condition does not hold. It leaves one item in a partition that no log and no object is in.
 */
public final class DynamoProbe {
    private static final String PARTITION = "//probe";

    private final DynamoDbClient client;
    private final Requests requests;

    /** @param client sends each request once */
    public DynamoProbe(DynamoDbClient client, Surroundings surroundings) {
        this.client = client;
        this.requests = new Requests(surroundings);
    }

    /**
     * @param table of a {@link DynamoCommitLog}
     * @throws InvalidRequestException   if the table cannot be used
     * @throws TransientFailureException if that could not be found out
     */
    public void checkLog(String table) {
        check(
                table,
                TableKeys.OF_LOGS.words(),
                Map.of(
                        DynamoCommitLog.LOG, AttributeValue.fromS(PARTITION),
                        DynamoCommitLog.SLOT, AttributeValue.fromN("0")),
                DynamoCommitLog.SLOT);
    }

    /**
     * As {@link #checkLog}.
     *
     * @param table of a {@link DynamoObjectStore}
     */
    public void checkObjects(String table) {
        check(table, TableKeys.OF_OBJECTS.words(), ObjectItems.at(PARTITION, "probe"), ObjectItems.NAME);
    }

    private void check(String table, String keys, Map<String, AttributeValue> item, String sortKey) {
        String found = keysOf(describe(table, keys));
        if (!found.equals(keys)) {
            throw unusable(table, "the keys " + found, "the keys " + keys, "Create the table with these keys.");
        }
        try {
            checkCondition(table, item, sortKey);
        } catch (SdkException e) {
            throw failed(table, "dynamodb:PutItem", e);
        }
    }

    private TableDescription describe(String table, String keys) {
        try {
            return requests.repeatable(() -> client.describeTable(request -> request.tableName(table)))
                    .table();
        } catch (SdkException e) {
            if (Answer.of(e) == Answer.NOT_FOUND) {
                throw unusable(
                        table,
                        "no such table",
                        "the keys " + keys,
                        "Create the table, correct its name, or set AWS_REGION to its region.");
            }
            throw failed(table, "dynamodb:DescribeTable", e);
        }
    }

    private static TransientFailureException failed(String table, String action, SdkException failure) {
        return AwsFailures.nothingDone("A table of DynamoDB could not be checked.", "table " + table, action, failure);
    }

    /** The item is put first without a condition, so that the condition surely does not hold. */
    private void checkCondition(String table, Map<String, AttributeValue> item, String sortKey) {
        PutItemRequest put =
                PutItemRequest.builder().tableName(table).item(item).build();
        requests.repeatable(() -> client.putItem(put));
        PutItemRequest refused = put.toBuilder()
                .conditionExpression("attribute_not_exists(#sort)")
                .expressionAttributeNames(Map.of("#sort", sortKey))
                .build();
        try {
            requests.repeatable(() -> client.putItem(refused));
        } catch (SdkException e) {
            if (Answer.of(e) == Answer.CONDITION_FAILED) {
                return;
            }
            throw e;
        }
        throw unusable(
                table,
                "an item was written although its condition did not hold",
                "conditional writes",
                "Use DynamoDB itself: a table that ignores conditions loses data.");
    }

    private static String keysOf(TableDescription table) {
        return String.join(
                ", ",
                table.keySchema().stream()
                        .map(key -> key.attributeName() + " (" + typeOf(table, key.attributeName()) + ", "
                                + key.keyTypeAsString() + ")")
                        .toList());
    }

    private static String typeOf(TableDescription table, String attribute) {
        return table.attributeDefinitions().stream()
                .filter(definition -> definition.attributeName().equals(attribute))
                .map(definition -> definition.attributeTypeAsString())
                .findFirst()
                .orElse("?");
    }

    private static InvalidRequestException unusable(String table, String found, String allowed, String action) {
        return new InvalidRequestException(
                "A table of DynamoDB cannot be used.",
                List.of(new Fault(ErrorCode.VALUE_OUT_OF_RANGE, "table " + table, found, allowed, action)));
    }
}
