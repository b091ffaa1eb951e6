package sleeper.aws.kits;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.S3Object;

/** What tests have left in the bucket and the tables: finds it and takes it away. */
final class Remains {
    private static final String[] LOG_KEYS = {"log", "slot"};
    private static final String[] STATE_KEYS = {"folder", "name"};
    /** Where the state table notes each first component of a key, and both tables have what the probe left. */
    private static final List<String> SHARED = List.of("//", "//probe");

    private final KitServer server;
    private final S3Client s3;
    private final DynamoDbClient dynamo;

    Remains(KitServer server) {
        this.server = server;
        this.s3 = server.s3();
        this.dynamo = server.dynamo();
    }

    void removeFromBucket(String prefix) {
        for (MultipartUpload upload : uploads(prefix)) {
            s3.abortMultipartUpload(
                    request -> request.bucket(server.bucket()).key(upload.key()).uploadId(upload.uploadId()));
        }
        for (S3Object object : objects(prefix)) {
            s3.deleteObject(request -> request.bucket(server.bucket()).key(object.key()));
        }
    }

    private List<S3Object> objects(String prefix) {
        return s3
                .listObjectsV2Paginator(
                        request -> request.bucket(server.bucket()).prefix(prefix))
                .contents()
                .stream()
                .toList();
    }

    private List<MultipartUpload> uploads(String prefix) {
        return s3
                .listMultipartUploadsPaginator(
                        request -> request.bucket(server.bucket()).prefix(prefix))
                .uploads()
                .stream()
                .toList();
    }

    void removeFromTables(String partition) {
        removePartition(server.logTable(), LOG_KEYS, partition);
        removePartition(server.stateTable(), STATE_KEYS, partition);
        remove(server.stateTable(), Map.of("folder", text("//"), "name", text(partition)));
    }

    /** The probe leaves an item in each table, for whoever probes it next. */
    void removeProbes() {
        remove(server.logTable(), Map.of("log", text("//probe"), "slot", AttributeValue.fromN("0")));
        remove(server.stateTable(), Map.of("folder", text("//probe"), "name", text("probe")));
    }

    private void removePartition(String table, String[] keys, String partition) {
        List<Map<String, AttributeValue>> items = new ArrayList<>();
        dynamo.queryPaginator(query -> query.tableName(table)
                        .consistentRead(true)
                        .keyConditionExpression("#partition = :partition")
                        .projectionExpression("#partition, #sort")
                        .expressionAttributeNames(Map.of("#partition", keys[0], "#sort", keys[1]))
                        .expressionAttributeValues(Map.of(":partition", text(partition))))
                .items()
                .forEach(items::add);
        items.forEach(item -> remove(table, item));
    }

    private void remove(String table, Map<String, AttributeValue> key) {
        var unused = dynamo.deleteItem(request -> request.tableName(table).key(key));
    }

    private static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }

    /** @return what is left of all places of the run, in words; empty if nothing is */
    List<String> left() {
        List<String> left = new ArrayList<>();
        if (server.hasBucket()) {
            objects(server.run()).forEach(object -> left.add("object s3://" + server.bucket() + "/" + object.key()));
            uploads(server.run()).forEach(upload -> left.add("upload to s3://" + server.bucket() + "/" + upload.key()));
        }
        if (server.hasTables()) {
            left.addAll(leftIn(server.logTable(), LOG_KEYS));
            left.addAll(leftIn(server.stateTable(), STATE_KEYS));
        }
        return left;
    }

    private List<String> leftIn(String table, String[] keys) {
        Map<String, String> names = new HashMap<>(Map.of("#partition", keys[0], "#sort", keys[1]));
        List<String> left = new ArrayList<>();
        dynamo.scanPaginator(scan -> scan.tableName(table)
                        .consistentRead(true)
                        .projectionExpression("#partition, #sort")
                        .expressionAttributeNames(names))
                .items()
                .forEach(item -> {
                    String partition = item.get(keys[0]).s();
                    String sort = item.get(keys[1]).s();
                    boolean ours = SHARED.contains(partition)
                            ? partition.equals("//probe") || sort.startsWith(server.run())
                            : partition.startsWith(server.run());
                    if (ours) {
                        left.add("item of table " + table + " in partition " + partition);
                    }
                });
        return left;
    }
}
