package sleeper.aws.kits;

import java.util.Map;
import sleeper.aws.dynamodb.DynamoCommitLog;
import sleeper.aws.dynamodb.DynamoObjectStore;
import sleeper.aws.s3.S3CommitLog;
import sleeper.aws.s3.S3FileStore;
import sleeper.aws.s3.S3ObjectStore;
import sleeper.statestore.log.CommitLog;
import sleeper.statestore.object.ObjectStore;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What one test has of a server, and takes away at its end: the keys of the bucket that begin with its name, and the items of both
 * tables under its name.
 */
final class Place implements AutoCloseable {
    private final KitServer server;
    private final String name;

    Place(KitServer server, String name) {
        this.server = server;
        this.name = name;
    }

    KitServer server() {
        return server;
    }

    /** @return the partition of both tables, and the folder of the bucket; a component of a key */
    String name() {
        return name;
    }

    /** @return the key in the bucket */
    String key(String below) {
        return name + "/" + below;
    }

    CommitLog logInBucket() {
        return new S3CommitLog(server.s3(), server.bucket(), key("log/slots"), server.surroundings());
    }

    ObjectStore objectsInBucket() {
        return new S3ObjectStore(server.s3(), server.bucket(), key("objects"), server.surroundings());
    }

    PlacedFiles files() {
        return new PlacedFiles(new S3FileStore(server.s3(), server.surroundings()), server.bucket(), key("files"));
    }

    CommitLog logInTable() {
        return new DynamoCommitLog(server.dynamo(), server.logTable(), name, server.surroundings());
    }

    ObjectStore objectsInTable() {
        return new PlacedObjects(
                new DynamoObjectStore(server.dynamo(), server.stateTable(), server.surroundings()), name);
    }

    /** @return the key of an item in the table of logs */
    Map<String, AttributeValue> slot(long number) {
        return Map.of("log", AttributeValue.fromS(name), "slot", AttributeValue.fromN(Long.toString(number)));
    }

    @Override
    public void close() {
        Remains remains = new Remains(server);
        if (server.hasBucket()) {
            remains.removeFromBucket(name + "/");
        }
        if (server.hasTables()) {
            remains.removeFromTables(name);
        }
    }
}
