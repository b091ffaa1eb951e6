package sleeper.aws.dynamodb;

import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
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

/** A client that does one thing in the way that it must not be done. */
final class FaultyClient implements DynamoDbClient {
    /** What is done wrong. */
    enum Fault {
        /** A put that was not answered is repeated by the client, so that the last answer is taken for that of all tries. */
        PUT_REPEATED,
        /** Reads may be answered by a replica that lags behind. */
        READ_STALE,
        /** A slot is deleted instead of made a tombstone. */
        SLOT_DELETED
    }

    private static final int TRIES = 3;

    private final DynamoDbClient client;
    private final Fault fault;

    FaultyClient(DynamoDbClient client, Fault fault) {
        this.client = client;
        this.fault = fault;
    }

    private boolean isConsistent() {
        return fault != Fault.READ_STALE;
    }

    @Override
    public PutItemResponse putItem(PutItemRequest put) {
        int tries = fault == Fault.PUT_REPEATED ? TRIES : 1;
        for (int tried = 1; ; tried++) {
            try {
                return client.putItem(put);
            } catch (SdkClientException e) {
                if (tried == tries) {
                    throw e;
                }
            }
        }
    }

    @Override
    public UpdateItemResponse updateItem(UpdateItemRequest update) {
        if (fault != Fault.SLOT_DELETED) {
            return client.updateItem(update);
        }
        client.deleteItem(DeleteItemRequest.builder()
                .tableName(update.tableName())
                .key(update.key())
                .build());
        return UpdateItemResponse.builder().build();
    }

    @Override
    public DeleteItemResponse deleteItem(DeleteItemRequest delete) {
        return client.deleteItem(delete);
    }

    @Override
    public GetItemResponse getItem(GetItemRequest get) {
        return client.getItem(get.toBuilder().consistentRead(isConsistent()).build());
    }

    @Override
    public QueryResponse query(QueryRequest query) {
        return client.query(query.toBuilder().consistentRead(isConsistent()).build());
    }

    @Override
    public BatchGetItemResponse batchGetItem(BatchGetItemRequest batch) {
        BatchGetItemRequest.Builder changed = batch.toBuilder();
        Map<String, KeysAndAttributes> items = new HashMap<>(batch.requestItems());
        items.replaceAll(
                (name, keys) -> keys.toBuilder().consistentRead(isConsistent()).build());
        return client.batchGetItem(changed.requestItems(items).build());
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
