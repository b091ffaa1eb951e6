package sleeper.aws.kits;

import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** The bucket and the tables themselves, for a server that is to be used once and has none. */
final class Holdings {
    private final KitServer server;

    Holdings(KitServer server) {
        this.server = server;
    }

    void create() {
        if (server.hasBucket()) {
            server.s3().createBucket(request -> request.bucket(server.bucket()));
        }
        if (server.hasTables()) {
            createTable(server.logTable(), "log", "slot", ScalarAttributeType.N);
            createTable(server.stateTable(), "folder", "name", ScalarAttributeType.S);
        }
    }

    private void createTable(String name, String partition, String sort, ScalarAttributeType sortType) {
        server.dynamo()
                .createTable(table -> table.tableName(name)
                        .billingMode(BillingMode.PAY_PER_REQUEST)
                        .keySchema(key(partition, KeyType.HASH), key(sort, KeyType.RANGE))
                        .attributeDefinitions(attribute(partition, ScalarAttributeType.S), attribute(sort, sortType)));
        server.dynamo().waiter().waitUntilTableExists(request -> request.tableName(name));
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
