package sleeper.aws.dynamodb;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import sleeper.aws.client.AwsFailures;
import sleeper.aws.request.Answer;
import sleeper.aws.request.Requests;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.error.TransientFailureException;
import sleeper.statestore.object.ObjectKeys;
import sleeper.statestore.object.ObjectStore;
import sleeper.statestore.object.PutResult;
import sleeper.statestore.util.Surroundings;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;

/**
 * Objects as items of a table of DynamoDB; {@link ObjectItems} has their form. All reads are consistent. Safe for use by many
 * threads and processes.
 *
 * <p>The client must send each request once: where the SDK repeats a conditional write, the write is refused by its own first try.
 */
public final class DynamoObjectStore implements ObjectStore {
    /** Largest object, in bytes; an item has at most 400 KB with its key and the names of its attributes. */
    public static final int MAX_BYTES = 350 * 1024;

    private static final int BATCH = 100;
    private static final int MOST_EMPTY_BATCHES = 10;
    private static final Duration LEAST_WAIT = Duration.ofMillis(25);
    private static final Duration MOST_WAIT = Duration.ofSeconds(5);

    private final DynamoDbClient client;
    private final String table;
    private final Surroundings surroundings;
    private final Requests requests;
    private final ObjectQueries queries;
    private final Set<String> knownFolders = ConcurrentHashMap.newKeySet();

    /**
     * @param client sends each request once
     * @param table  name of a table with the partition key {@code folder} and the sort key {@code name}, both strings
     */
    public DynamoObjectStore(DynamoDbClient client, String table, Surroundings surroundings) {
        this.client = client;
        this.table = table;
        this.surroundings = surroundings;
        this.requests = new Requests(surroundings);
        this.queries = new ObjectQueries(client, table, requests);
    }

    /** @throws InvalidRequestException if the object is larger than {@link #MAX_BYTES} */
    @Override
    public PutResult putIfAbsent(String key, byte[] bytes) {
        PutItemRequest put = put(key, bytes)
                .conditionExpression("attribute_not_exists(#name)")
                .expressionAttributeNames(Map.of("#name", ObjectItems.NAME))
                .build();
        noteFolder(key);
        return write(key, put);
    }

    /** @throws InvalidRequestException if the object is larger than {@link #MAX_BYTES} */
    @Override
    public PutResult replace(String key, byte[] expected, byte[] bytes) {
        PutItemRequest put = put(key, bytes)
                .conditionExpression("#sha256 = :expected")
                .expressionAttributeNames(Map.of("#sha256", ObjectItems.SHA_256))
                .expressionAttributeValues(Map.of(":expected", ObjectItems.hashOf(expected)))
                .build();
        return write(key, put);
    }

    private PutItemRequest.Builder put(String key, byte[] bytes) {
        Map<String, AttributeValue> item = ObjectItems.of(key, bytes);
        if (bytes.length > MAX_BYTES) {
            throw new InvalidRequestException(
                    "An object is too large for a table of DynamoDB.",
                    List.of(new Fault(
                            ErrorCode.LIMIT_EXCEEDED,
                            whereIs(key),
                            bytes.length + " bytes",
                            "at most " + MAX_BYTES + " bytes",
                            "Keep objects under this key in a bucket.")));
        }
        return PutItemRequest.builder().tableName(table).item(item);
    }

    /** The folder is noted before its first object is put, so that no object is ever in a folder that is not listed. */
    private void noteFolder(String key) {
        String folder = ObjectItems.folderOf(key);
        if (folder.equals(ObjectItems.TOP) || knownFolders.contains(folder)) {
            return;
        }
        PutItemRequest note = PutItemRequest.builder()
                .tableName(table)
                .item(ObjectItems.at(ObjectItems.FOLDERS, folder))
                .build();
        answered("written", key, "PutItem", () -> requests.repeatable(() -> client.putItem(note)));
        knownFolders.add(folder);
    }

    private PutResult write(String key, PutItemRequest put) {
        try {
            requests.once(() -> client.putItem(put));
            return PutResult.STORED;
        } catch (SdkException e) {
            return switch (Answer.of(e)) {
                case CONDITION_FAILED -> PutResult.REFUSED;
                case UNKNOWN -> PutResult.UNKNOWN;
                default -> throw failed("written", key, "PutItem", e);
            };
        }
    }

    @Override
    public Optional<byte[]> get(String key) {
        GetItemRequest get = GetItemRequest.builder()
                .tableName(table)
                .key(ObjectItems.keyOf(key))
                .consistentRead(true)
                .build();
        Map<String, AttributeValue> item = answered(
                "read",
                key,
                "GetItem",
                () -> requests.repeatable(() -> client.getItem(get)).item());
        return item.isEmpty() ? Optional.empty() : Optional.of(ObjectItems.contentIn(item));
    }

    @Override
    public Map<String, byte[]> getAll(Collection<String> keys) {
        List<String> wanted = List.copyOf(keys);
        wanted.forEach(ObjectKeys::check);
        Map<String, byte[]> found = new HashMap<>();
        for (int from = 0; from < wanted.size(); from += BATCH) {
            List<String> batch = wanted.subList(from, Math.min(from + BATCH, wanted.size()));
            answered("read", batch.get(0), "BatchGetItem", () -> {
                readBatch(batch, found);
                return found;
            });
        }
        Map<String, byte[]> inOrder = new LinkedHashMap<>();
        wanted.stream().filter(found::containsKey).forEach(key -> inOrder.put(key, found.get(key)));
        return inOrder;
    }

    /** The service leaves out what goes beyond 16 MB, and what a partition has no capacity for. */
    private void readBatch(List<String> batch, Map<String, byte[]> found) {
        Map<String, KeysAndAttributes> left = Map.of(
                table,
                KeysAndAttributes.builder()
                        .keys(batch.stream().map(ObjectItems::keyOf).toList())
                        .consistentRead(true)
                        .build());
        int empty = 0;
        while (!left.isEmpty()) {
            BatchGetItemRequest request =
                    BatchGetItemRequest.builder().requestItems(left).build();
            BatchGetItemResponse response = requests.repeatable(() -> client.batchGetItem(request));
            List<Map<String, AttributeValue>> items = response.responses().getOrDefault(table, new ArrayList<>());
            items.forEach(item -> found.put(ObjectItems.keyIn(item), ObjectItems.contentIn(item)));
            left = response.unprocessedKeys();
            empty = items.isEmpty() ? empty + 1 : 0;
            if (!left.isEmpty() && empty >= MOST_EMPTY_BATCHES) {
                throw new TransientFailureException(
                        "Objects could not be read.",
                        List.of(Fault.of(
                                ErrorCode.UNAVAILABLE,
                                "table " + table + ", BatchGetItem",
                                "none of the items read, " + empty + " times in a row",
                                "")));
            }
            if (!left.isEmpty()) {
                surroundings.backOff(empty, LEAST_WAIT, MOST_WAIT);
            }
        }
    }

    @Override
    public List<String> list(String prefix) {
        return answered("listed", prefix, "Query", () -> queries.list(prefix));
    }

    @Override
    public List<String> children(String prefix) {
        return answered("listed", prefix, "Query", () -> queries.children(prefix));
    }

    /** An object that is gone when a try before had no answer was deleted by that try, as far as anyone can say. */
    @Override
    public boolean delete(String key) {
        DeleteItemRequest delete = DeleteItemRequest.builder()
                .tableName(table)
                .key(ObjectItems.keyOf(key))
                .returnValues(ReturnValue.ALL_OLD)
                .build();
        AtomicBoolean mayBeDone = new AtomicBoolean();
        boolean wasThere =
                answered("deleted", key, "DeleteItem", () -> requests.repeatable(() -> deleteOnce(delete, mayBeDone)));
        return wasThere || mayBeDone.get();
    }

    private boolean deleteOnce(DeleteItemRequest delete, AtomicBoolean mayBeDone) {
        try {
            return !client.deleteItem(delete).attributes().isEmpty();
        } catch (SdkException e) {
            if (Answer.of(e) == Answer.UNKNOWN) {
                mayBeDone.set(true);
            }
            throw e;
        }
    }

    private <T> T answered(String what, String key, String action, Supplier<T> work) {
        try {
            return work.get();
        } catch (SdkException e) {
            throw failed(what, key, action, e);
        }
    }

    private String whereIs(String key) {
        return "table " + table + (key.isEmpty() ? "" : ", object " + key);
    }

    private TransientFailureException failed(String what, String key, String action, SdkException cause) {
        return AwsFailures.nothingDone(
                "An object could not be " + what + ".", whereIs(key), "dynamodb:" + action, cause);
    }
}
