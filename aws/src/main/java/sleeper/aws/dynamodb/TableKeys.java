package sleeper.aws.dynamodb;

import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** The keys of the tables that the drivers write. */
public enum TableKeys {
    /** Of {@link DynamoCommitLog}. */
    OF_LOGS(DynamoCommitLog.LOG, DynamoCommitLog.SLOT, ScalarAttributeType.N),
    /** Of {@link DynamoObjectStore}. */
    OF_OBJECTS(ObjectItems.FOLDER, ObjectItems.NAME, ScalarAttributeType.S);

    private final String partition;
    private final String sort;
    private final ScalarAttributeType sortType;

    TableKeys(String partition, String sort, ScalarAttributeType sortType) {
        this.partition = partition;
        this.sort = sort;
        this.sortType = sortType;
    }

    /** @return the keys in words, such as {@code log (S, HASH), slot (N, RANGE)} */
    String words() {
        return partition + " (S, HASH), " + sort + " (" + sortType + ", RANGE)";
    }

    /** @return the request that makes a table with these keys, billed by the request */
    public CreateTableRequest request(String table) {
        return CreateTableRequest.builder()
                .tableName(table)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(key(partition, KeyType.HASH), key(sort, KeyType.RANGE))
                .attributeDefinitions(attribute(partition, ScalarAttributeType.S), attribute(sort, sortType))
                .build();
    }

    private static KeySchemaElement key(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }

    private static AttributeDefinition attribute(String name, ScalarAttributeType type) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(type)
                .build();
    }
}
