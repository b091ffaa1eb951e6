package sleeper.aws.kits;

import sleeper.aws.dynamodb.TableKeys;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;

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
            createTable(TableKeys.OF_LOGS.request(server.logTable()));
            createTable(TableKeys.OF_OBJECTS.request(server.stateTable()));
        }
    }

    private void createTable(CreateTableRequest request) {
        var unused = server.dynamo().createTable(request);
        server.dynamo().waiter().waitUntilTableExists(table -> table.tableName(request.tableName()));
    }
}
