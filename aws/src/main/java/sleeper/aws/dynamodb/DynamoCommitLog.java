package sleeper.aws.dynamodb;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import sleeper.aws.client.AwsFailures;
import sleeper.aws.request.Answer;
import sleeper.aws.request.InFlight;
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
    private static final int SPANS_AT_ONCE = 4;

    static final String LOG = "log";
    static final String SLOT = "slot";
    private static final String TRANSACTION = "transaction";
    private static final String RECORD = "record";
    // Each of these may be a reserved word of DynamoDB, so an expression calls them by another name.
    private static final Map<String, String> KEY_NAMES = Map.of("#log", LOG, "#slot", SLOT);

    private final DynamoDbClient client;
    private final String table;
    private final String log;
    private final Requests requests;
    private final InFlight inFlight;

    /**
     * @param client sends each request once
     * @param table  name of the table of DynamoDB
     * @param log    name of the log in that table; not empty
     */
    public DynamoCommitLog(DynamoDbClient client, String table, String log, Surroundings surroundings) {
        this(client, table, log, new InFlight(), surroundings);
    }

    DynamoCommitLog(DynamoDbClient client, String table, String log, InFlight inFlight, Surroundings surroundings) {
        this.inFlight = inFlight;
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

    /**
     * One query brings what a page holds, 1 MB. Where there is more, spans as wide as that page are asked for at once: one after the
     * other, the replay of a long log would wait for every page.
     */
    @Override
    public List<LogRecord> read(long from, long toInclusive) {
        List<LogRecord> records = new ArrayList<>();
        if (from > toInclusive || !readOn(from, toInclusive, records)) {
            return records;
        }
        int width = Math.max(records.size(), 1);
        for (long next = from + records.size(); next <= toInclusive; next += (long) SPANS_AT_ONCE * width) {
            for (List<LogRecord> span : spans(next, toInclusive, width)) {
                records.addAll(span);
                if (span.size() < width) {
                    return records;
                }
            }
        }
        return records;
    }

    private List<List<LogRecord>> spans(long from, long toInclusive, int width) {
        List<Supplier<List<LogRecord>>> reads = new ArrayList<>();
        for (int i = 0; i < SPANS_AT_ONCE && from + (long) i * width <= toInclusive; i++) {
            long first = from + (long) i * width;
            reads.add(() -> whole(first, Math.min(toInclusive, first + width - 1)));
        }
        return inFlight.allOf(reads);
    }

    private List<LogRecord> whole(long from, long toInclusive) {
        List<LogRecord> records = new ArrayList<>();
        boolean more = true;
        while (more && from + records.size() <= toInclusive) {
            more = readOn(from, toInclusive, records);
        }
        return records;
    }

    /**
     * Reads a page of the slots from {@code from} on that {@code records} lacks.
     *
     * @return whether there may be more
     */
    private boolean readOn(long from, long toInclusive, List<LogRecord> records) {
        QueryResponse page = page(from + records.size(), toInclusive);
        for (Map<String, AttributeValue> item : page.items()) {
            LogRecord record = decode(item);
            if (record.slot() != from + records.size()) {
                return false;
            }
            records.add(record);
        }
        return !page.lastEvaluatedKey().isEmpty();
    }

    private QueryResponse page(long from, long toInclusive) {
        QueryRequest query = QueryRequest.builder()
                .tableName(table)
                .consistentRead(true)
                .keyConditionExpression("#log = :log AND #slot BETWEEN :from AND :to")
                .expressionAttributeNames(KEY_NAMES)
                .expressionAttributeValues(Map.of(":log", text(log), ":from", number(from), ":to", number(toInclusive)))
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
