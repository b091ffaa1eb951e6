package sleeper.aws.dynamodb;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sleeper.testkit.sim.Wire;
import sleeper.testkit.sim.Wire.Effect;
import sleeper.testkit.sim.Wire.Failure;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/** A client of a model of DynamoDB with one table, as far as the drivers use it; a reader of their expressions and no more. */
final class ModelClient implements DynamoDbClient {
    private static final Pattern ABSENT = Pattern.compile("attribute_not_exists\\((#\\w+)\\)");
    private static final Pattern EQUAL = Pattern.compile("(#\\w+) = (:\\w+)");
    private static final Pattern SET = Pattern.compile("SET (#\\w+) = (:\\w+)");
    private static final Pattern RANGE = Pattern.compile("#\\w+ = (:\\w+) AND #\\w+ BETWEEN (:\\w+) AND (:\\w+)");
    private static final int PAGE = 3;
    private static final int MOST_IN_A_BATCH = 2;

    private final ItemTable table;
    private final Wire wire;
    private final ItemBooks books;

    ModelClient(ItemTable table, Wire wire, ItemBooks books) {
        this.table = table;
        this.wire = wire;
        this.books = books;
    }

    private <T> T send(Effect effect, Supplier<T> request) {
        return wire.send(effect, request, ModelClient::failed);
    }

    private static RuntimeException failed(Failure failure) {
        return switch (failure) {
            case NO_ANSWER ->
                SdkClientException.builder()
                        .writableStackTrace(false)
                        .message("connection reset")
                        .build();
            case THROTTLED -> refusal("ThrottlingException");
            case CONFLICT -> refusal("TransactionConflictException");
            case DENIED -> refusal("AccessDeniedException");
        };
    }

    static DynamoDbException refusal(String code) {
        return (DynamoDbException) DynamoDbException.builder()
                .writableStackTrace(false)
                .statusCode(400)
                .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                .build();
    }

    @Override
    public PutItemResponse putItem(PutItemRequest put) {
        return send(put.conditionExpression() == null ? Effect.REPEATABLE : Effect.CONDITIONAL, () -> {
            Map<String, AttributeValue> old = table.find(put.item());
            if (put.conditionExpression() != null) {
                check(
                        put.conditionExpression(),
                        put.expressionAttributeNames(),
                        put.expressionAttributeValues(),
                        old,
                        put.returnValuesOnConditionCheckFailure());
            }
            table.put(books.put(old, put.item()));
            return PutItemResponse.builder().build();
        });
    }

    @Override
    public UpdateItemResponse updateItem(UpdateItemRequest update) {
        return send(Effect.REPEATABLE, () -> {
            Map<String, AttributeValue> old = table.find(update.key());
            check(
                    update.conditionExpression(),
                    update.expressionAttributeNames(),
                    update.expressionAttributeValues(),
                    old,
                    update.returnValuesOnConditionCheckFailure());
            Matcher set = matching(SET, update.updateExpression());
            Map<String, AttributeValue> changed = new HashMap<>(old);
            changed.put(
                    update.expressionAttributeNames().get(set.group(1)),
                    update.expressionAttributeValues().get(set.group(2)));
            table.put(books.update(old, changed));
            return UpdateItemResponse.builder().build();
        });
    }

    private static void check(
            String condition,
            Map<String, String> names,
            Map<String, AttributeValue> values,
            Map<String, AttributeValue> old,
            ReturnValuesOnConditionCheckFailure returned) {
        Matcher absent = ABSENT.matcher(condition);
        boolean holds;
        if (absent.matches()) {
            holds = !old.containsKey(names.get(absent.group(1)));
        } else {
            Matcher equal = matching(EQUAL, condition);
            holds = values.get(equal.group(2)).equals(old.get(names.get(equal.group(1))));
        }
        if (!holds) {
            ConditionalCheckFailedException.Builder refusal = conditionFailed();
            if (returned == ReturnValuesOnConditionCheckFailure.ALL_OLD && !old.isEmpty()) {
                refusal.item(old);
            }
            throw new Wire.Refusal(refusal.build());
        }
    }

    static ConditionalCheckFailedException.Builder conditionFailed() {
        ConditionalCheckFailedException.Builder refusal = ConditionalCheckFailedException.builder();
        refusal.writableStackTrace(false);
        refusal.statusCode(400);
        refusal.awsErrorDetails(AwsErrorDetails.builder()
                .errorCode("ConditionalCheckFailedException")
                .build());
        return refusal;
    }

    @Override
    public DeleteItemResponse deleteItem(DeleteItemRequest delete) {
        return send(Effect.REPEATABLE, () -> {
            Map<String, AttributeValue> old = table.find(delete.key());
            if (!old.isEmpty()) {
                books.delete(old);
                table.delete(delete.key());
            }
            return DeleteItemResponse.builder().attributes(old).build();
        });
    }

    @Override
    public GetItemResponse getItem(GetItemRequest get) {
        return send(Effect.REPEATABLE, () -> {
            Map<String, AttributeValue> item = find(get.key(), get.consistentRead());
            return GetItemResponse.builder().item(item.isEmpty() ? null : item).build();
        });
    }

    private Map<String, AttributeValue> find(Map<String, AttributeValue> key, Boolean isConsistent) {
        return Boolean.TRUE.equals(isConsistent) ? table.find(key) : table.findStale(key, wire);
    }

    /** Leaves over what is beyond a limit, as the service does. */
    @Override
    public BatchGetItemResponse batchGetItem(BatchGetItemRequest batch) {
        return send(Effect.REPEATABLE, () -> {
            Map<String, List<Map<String, AttributeValue>>> found = new LinkedHashMap<>();
            Map<String, KeysAndAttributes> left = new LinkedHashMap<>();
            batch.requestItems().forEach((name, wanted) -> {
                int most = Math.min(MOST_IN_A_BATCH, wanted.keys().size());
                found.put(
                        name,
                        wanted.keys().subList(0, most).stream()
                                .map(key -> find(key, wanted.consistentRead()))
                                .filter(item -> !item.isEmpty())
                                .toList());
                if (most < wanted.keys().size()) {
                    List<Map<String, AttributeValue>> rest =
                            wanted.keys().subList(most, wanted.keys().size());
                    left.put(name, wanted.toBuilder().keys(rest).build());
                }
            });
            return BatchGetItemResponse.builder()
                    .responses(found)
                    .unprocessedKeys(left)
                    .build();
        });
    }

    @Override
    public QueryResponse query(QueryRequest query) {
        return send(Effect.REPEATABLE, () -> {
            Matcher range = matching(RANGE, query.keyConditionExpression());
            Map<String, AttributeValue> values = query.expressionAttributeValues();
            List<Map<String, AttributeValue>> items = table
                    .range(
                            values.get(range.group(1)),
                            values.get(range.group(2)),
                            values.get(range.group(3)),
                            Boolean.TRUE.equals(query.consistentRead()) ? Optional.empty() : Optional.of(wire))
                    .stream()
                    .filter(item -> !query.hasExclusiveStartKey() || table.isAfter(item, query.exclusiveStartKey()))
                    .toList();
            int most = query.limit() == null ? PAGE : Math.min(PAGE, query.limit());
            List<Map<String, AttributeValue>> page = items.subList(0, Math.min(most, items.size()));
            return QueryResponse.builder()
                    .items(page)
                    .count(page.size())
                    .lastEvaluatedKey(items.size() > page.size() ? table.keyOf(page.get(page.size() - 1)) : null)
                    .build();
        });
    }

    private static Matcher matching(Pattern pattern, String expression) {
        Matcher matcher = pattern.matcher(expression);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("the model does not know the expression " + expression);
        }
        return matcher;
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
