package sleeper.aws.dynamodb;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sleeper.aws.client.AwsFailures;
import sleeper.aws.request.Answer;
import sleeper.aws.request.Requests;
import sleeper.core.error.TransientFailureException;
import sleeper.statestore.log.AppendResult;
import sleeper.statestore.log.CommitLog;
import sleeper.statestore.log.LogEntry;
import sleeper.statestore.log.LogRecord;
import sleeper.statestore.log.RecordFormat;
import sleeper.statestore.log.Tombstone;
import sleeper.statestore.util.Surroundings;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * A commit log as one item a slot, in a table of DynamoDB that many logs may share. Its partition key is the string {@code log}, its
 * sort key the number {@code slot}. All reads are consistent. Safe for use by many threads and processes.
 *
 * <p>The client must send each request once: where the SDK repeats a conditional write, the write is refused by its own first try.
 */
public final class DynamoCommitLog implements CommitLog {
    private static final String LOG = "log";
    private static final String SLOT = "slot";
    private static final String TRANSACTION = "transaction";
    private static final String RECORD = "record";
    // Each of these may be a reserved word of DynamoDB, so an expression calls them by another name.
    private static final Map<String, String> KEY_NAMES = Map.of("#log", LOG, "#slot", SLOT);

    private final DynamoDbClient client;
    private final String table;
    private final String log;
    private final Requests requests;

    /**
     * @param client sends each request once
     * @param table  name of the table of DynamoDB
     * @param log    name of the log in that table; not empty
     */
    public DynamoCommitLog(DynamoDbClient client, String table, String log, Surroundings surroundings) {
        this.client = client;
        this.table = table;
        this.log = log;
        this.requests = new Requests(surroundings);
    }

    @Override
    public AppendResult append(LogEntry entry) {
        PutItemRequest put = PutItemRequest.builder()
                .tableName(table)
                .item(Map.of(
                        LOG, text(log),
                        SLOT, number(entry.slot()),
                        TRANSACTION, text(entry.transactionId()),
                        RECORD, bytes(entry)))
                .conditionExpression("attribute_not_exists(#slot)")
                .expressionAttributeNames(Map.of("#slot", SLOT))
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build();
        try {
            requests.once(() -> client.putItem(put));
            return new AppendResult.Won();
        } catch (ConditionalCheckFailedException e) {
            return occupied(entry.slot(), e);
        } catch (SdkException e) {
            if (Answer.of(e) == Answer.UNKNOWN) {
                return new AppendResult.Unknown(AwsFailures.words("dynamodb:PutItem", e));
            }
            throw failed("written", entry.slot(), "PutItem", e);
        }
    }

    /** A refusal without the item is settled by a look; a slot is never vacated, so a look that finds it empty settles nothing. */
    private AppendResult occupied(long slot, ConditionalCheckFailedException refusal) {
        Optional<LogRecord> existing =
                refusal.hasItem() && !refusal.item().isEmpty() ? Optional.of(decode(refusal.item())) : find(slot);
        return existing.<AppendResult>map(AppendResult.Occupied::new)
                .orElseGet(() -> new AppendResult.Unknown("the slot was refused as filled, and seen empty"));
    }

    @Override
    public List<LogRecord> read(long from, long toInclusive) {
        List<LogRecord> records = new ArrayList<>();
        if (from > toInclusive) {
            return records;
        }
        Map<String, AttributeValue> start = Map.of();
        do {
            QueryResponse page = page(from, toInclusive, start);
            for (Map<String, AttributeValue> item : page.items()) {
                LogRecord record = decode(item);
                if (record.slot() != from + records.size()) {
                    return records;
                }
                records.add(record);
            }
            start = page.lastEvaluatedKey();
        } while (!start.isEmpty());
        return records;
    }

    private QueryResponse page(long from, long toInclusive, Map<String, AttributeValue> start) {
        QueryRequest query = QueryRequest.builder()
                .tableName(table)
                .consistentRead(true)
                .keyConditionExpression("#log = :log AND #slot BETWEEN :from AND :to")
                .expressionAttributeNames(KEY_NAMES)
                .expressionAttributeValues(Map.of(":log", text(log), ":from", number(from), ":to", number(toInclusive)))
                .exclusiveStartKey(start.isEmpty() ? null : start)
                .build();
        try {
            return requests.repeatable(() -> client.query(query));
        } catch (SdkException e) {
            throw failed("read", from, "Query", e);
        }
    }

    @Override
    public void retire(long upTo) {
        for (long slot = Tombstone.firstSlotBehind(upTo, this::find); slot <= upTo; slot++) {
            Optional<LogRecord> found = find(slot);
            if (found.isPresent() && found.get() instanceof LogEntry entry) {
                bury(entry);
            }
        }
    }

    /** Does the same however often it is done, since the tombstone keeps the transaction's id. */
    private void bury(LogEntry entry) {
        UpdateItemRequest update = UpdateItemRequest.builder()
                .tableName(table)
                .key(keyOf(entry.slot()))
                .updateExpression("SET #record = :tombstone")
                .conditionExpression("#transaction = :transaction")
                .expressionAttributeNames(Map.of("#record", RECORD, "#transaction", TRANSACTION))
                .expressionAttributeValues(
                        Map.of(":tombstone", bytes(Tombstone.of(entry)), ":transaction", text(entry.transactionId())))
                .build();
        try {
            requests.repeatable(() -> client.updateItem(update));
        } catch (SdkException e) {
            throw failed("retired", entry.slot(), "UpdateItem", e);
        }
    }

    private Optional<LogRecord> find(long slot) {
        GetItemRequest get = GetItemRequest.builder()
                .tableName(table)
                .key(keyOf(slot))
                .consistentRead(true)
                .build();
        try {
            Map<String, AttributeValue> item =
                    requests.repeatable(() -> client.getItem(get)).item();
            return item.isEmpty() ? Optional.empty() : Optional.of(decode(item));
        } catch (SdkException e) {
            throw failed("read", slot, "GetItem", e);
        }
    }

    private LogRecord decode(Map<String, AttributeValue> item) {
        long slot = Long.parseLong(item.get(SLOT).n());
        AttributeValue record = item.get(RECORD);
        byte[] encoded =
                record == null || record.b() == null ? new byte[0] : record.b().asByteArray();
        return RecordFormat.decode(slot, encoded, whereIs(slot));
    }

    private Map<String, AttributeValue> keyOf(long slot) {
        return Map.of(LOG, text(log), SLOT, number(slot));
    }

    private String whereIs(long slot) {
        return "table " + table + ", log " + log + ", slot " + slot;
    }

    private TransientFailureException failed(String what, long slot, String action, SdkException cause) {
        return AwsFailures.nothingDone(
                "Slot " + slot + " of a table's log could not be " + what + ".",
                whereIs(slot),
                "dynamodb:" + action,
                cause);
    }

    private static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }

    private static AttributeValue bytes(LogRecord record) {
        return AttributeValue.fromB(SdkBytes.fromByteArray(record.encoded()));
    }
}
