package sleeper.aws.dynamodb;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/** As much of DynamoDB as a commit log asks of it, with one log in its table and pages of two items. */
final class FakeDynamo implements DynamoDbClient {
    enum Fault {
        REQUEST_LOST,
        REPLY_LOST,
        THROTTLED
    }

    private static final int PAGE = 2;

    private final TreeMap<Long, Map<String, AttributeValue>> items = new TreeMap<>();
    private final Deque<Fault> faults = new ArrayDeque<>();
    private int queries;

    synchronized void nextPut(Fault fault) {
        faults.add(fault);
    }

    @Override
    public synchronized PutItemResponse putItem(PutItemRequest request) {
        Fault fault = faults.poll();
        if (fault == Fault.THROTTLED) {
            throw DynamoDbException.builder()
                    .statusCode(400)
                    .awsErrorDetails(AwsErrorDetails.builder()
                            .errorCode("ThrottlingException")
                            .build())
                    .build();
        }
        if (fault == Fault.REQUEST_LOST) {
            throw SdkClientException.create("connection reset");
        }
        Map<String, AttributeValue> old = items.putIfAbsent(slotOf(request.item()), request.item());
        if (fault == Fault.REPLY_LOST) {
            throw SdkClientException.create("connection reset");
        }
        if (old != null) {
            throw ConditionalCheckFailedException.builder().item(old).build();
        }
        return PutItemResponse.builder().build();
    }

    @Override
    public synchronized GetItemResponse getItem(GetItemRequest request) {
        return GetItemResponse.builder().item(items.get(slotOf(request.key()))).build();
    }

    @Override
    public synchronized UpdateItemResponse updateItem(UpdateItemRequest request) {
        Map<String, AttributeValue> values = request.expressionAttributeValues();
        Map<String, AttributeValue> changed = new TreeMap<>(items.get(slotOf(request.key())));
        if (!changed.get("transaction").equals(values.get(":transaction"))) {
            throw ConditionalCheckFailedException.builder().build();
        }
        changed.put("record", values.get(":tombstone"));
        items.put(slotOf(request.key()), changed);
        return UpdateItemResponse.builder().build();
    }

    synchronized int queries() {
        return queries;
    }

    @Override
    public synchronized QueryResponse query(QueryRequest request) {
        queries++;
        Map<String, AttributeValue> values = request.expressionAttributeValues();
        long from = request.hasExclusiveStartKey()
                ? slotOf(request.exclusiveStartKey()) + 1
                : Long.parseLong(values.get(":from").n());
        long to = Long.parseLong(values.get(":to").n());
        if (from > to) {
            return QueryResponse.builder().build();
        }
        List<Map<String, AttributeValue>> page =
                items.subMap(from, true, to, true).values().stream().limit(PAGE).toList();
        QueryResponse.Builder response = QueryResponse.builder().items(page);
        return page.size() < PAGE
                ? response.build()
                : response.lastEvaluatedKey(Map.of("slot", page.get(PAGE - 1).get("slot")))
                        .build();
    }

    private static long slotOf(Map<String, AttributeValue> item) {
        return Long.parseLong(item.get("slot").n());
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
