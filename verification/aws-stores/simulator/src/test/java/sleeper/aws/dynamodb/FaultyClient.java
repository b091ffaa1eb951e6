package sleeper.aws.dynamodb;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import sleeper.aws.request.Answer;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/** A client that does one thing in the way that it must not be done, to items of one sort. */
final class FaultyClient implements DynamoDbClient {
    /** The items to which it is done. */
    enum Place {
        SLOTS,
        OBJECTS,
        /** The object that some replace again and again. */
        LIST;

        private boolean has(String table, Map<String, AttributeValue> item) {
            return switch (this) {
                case SLOTS -> table.equals(DynamoModel.SLOTS);
                case OBJECTS -> !table.equals(DynamoModel.SLOTS);
                case LIST ->
                    item.containsKey("folder") && item.get("folder").s().equals("lists");
            };
        }
    }

    private static final int TRIES = 3;

    private final DynamoDbClient client;
    private final DynamoFault fault;
    private final Place place;

    FaultyClient(DynamoDbClient client, DynamoFault fault, Place place) {
        this.client = client;
        this.fault = fault;
        this.place = place;
    }

    private boolean does(DynamoFault what, String table, Map<String, AttributeValue> item) {
        return fault == what && place.has(table, item);
    }

    @Override
    public PutItemResponse putItem(PutItemRequest put) {
        if (put.conditionExpression() == null || !place.has(put.tableName(), put.item())) {
            return client.putItem(put);
        }
        return switch (fault) {
            case PUT_REPEATED -> repeated(() -> client.putItem(put));
            case CONDITION_LEFT_OUT ->
                client.putItem(put.toBuilder()
                        .conditionExpression(null)
                        .expressionAttributeNames(null)
                        .expressionAttributeValues(null)
                        .build());
            case CONDITION_AS_FAILURE ->
                answered(Answer.CONDITION_FAILED, put, ModelClient.refusal("ValidationException"));
            case CONFLICT_AS_CONDITION ->
                answered(Answer.CONFLICT, put, ModelClient.conditionFailed().build());
            default -> client.putItem(put);
        };
    }

    /** Answers in another way where the answer is this one. */
    private PutItemResponse answered(Answer answer, PutItemRequest put, SdkException instead) {
        try {
            return client.putItem(put);
        } catch (SdkException e) {
            throw Answer.of(e) == answer ? instead : e;
        }
    }

    private static <T> T repeated(Supplier<T> request) {
        for (int tried = 1; ; tried++) {
            try {
                return request.get();
            } catch (SdkException e) {
                if (Answer.of(e) != Answer.UNKNOWN || tried == TRIES) {
                    throw e;
                }
            }
        }
    }

    @Override
    public UpdateItemResponse updateItem(UpdateItemRequest update) {
        if (!does(DynamoFault.SLOT_DELETED, update.tableName(), update.key())) {
            return client.updateItem(update);
        }
        client.deleteItem(delete -> delete.tableName(update.tableName()).key(update.key()));
        return UpdateItemResponse.builder().build();
    }

    @Override
    public DeleteItemResponse deleteItem(DeleteItemRequest delete) {
        return does(DynamoFault.DELETE_REPEATED, delete.tableName(), delete.key())
                ? repeated(() -> client.deleteItem(delete))
                : client.deleteItem(delete);
    }

    @Override
    public GetItemResponse getItem(GetItemRequest get) {
        boolean stale = does(DynamoFault.GET_STALE, get.tableName(), get.key());
        return client.getItem(stale ? get.toBuilder().consistentRead(false).build() : get);
    }

    @Override
    public QueryResponse query(QueryRequest query) {
        boolean stale = does(DynamoFault.QUERY_STALE, query.tableName(), Map.of());
        return client.query(stale ? query.toBuilder().consistentRead(false).build() : query);
    }

    @Override
    public BatchGetItemResponse batchGetItem(BatchGetItemRequest batch) {
        Map<String, KeysAndAttributes> items = new HashMap<>(batch.requestItems());
        items.replaceAll((table, keys) -> does(DynamoFault.BATCH_STALE, table, Map.of())
                ? keys.toBuilder().consistentRead(false).build()
                : keys);
        return client.batchGetItem(batch.toBuilder().requestItems(items).build());
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
