package sleeper.aws.kits;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import sleeper.aws.client.AwsClients;
import sleeper.statestore.util.Surroundings;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * What the kits run on: a bucket, two tables, or all of these, of the account or server that the environment names. Each test has in
 * them a {@link Place} of its own. Safe for use by many threads.
 */
final class KitServer implements AutoCloseable {
    /** Of a name that stands for nothing. */
    static final String NONE = "-";

    private final String bucket;
    private final String logTable;
    private final String stateTable;
    private final String run = "kits-" + newId().substring(0, 12);
    private final RequestCounts counts = new RequestCounts();
    private final AwsClients clients = new AwsClients(System::getenv, List.of(counts));
    private final S3Client s3;
    private final DynamoDbClient dynamo;

    /**
     * @param bucket     or {@link #NONE}
     * @param logTable   or {@link #NONE}, as is then {@code stateTable}
     * @param stateTable likewise
     */
    KitServer(String bucket, String logTable, String stateTable) {
        this.bucket = bucket;
        this.logTable = logTable;
        this.stateTable = stateTable;
        this.s3 = clients.s3();
        this.dynamo = clients.dynamoDb();
    }

    private static String newId() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    /** @return a place that nobody else has, empty */
    Place newPlace() {
        return new Place(this, run + "-" + newId().substring(0, 12));
    }

    /** @return what the names of all places begin with */
    String run() {
        return run;
    }

    boolean hasBucket() {
        return !bucket.equals(NONE);
    }

    boolean hasTables() {
        return !logTable.equals(NONE);
    }

    String bucket() {
        return bucket;
    }

    String logTable() {
        return logTable;
    }

    String stateTable() {
        return stateTable;
    }

    S3Client s3() {
        return s3;
    }

    DynamoDbClient dynamo() {
        return dynamo;
    }

    /** @return another client, as another process would have it; the caller closes it */
    S3Client s3Again() {
        return clients.s3();
    }

    /** As {@link #s3Again}. */
    DynamoDbClient dynamoAgain() {
        return clients.dynamoDb();
    }

    /** @return a client whose clock is off by a time; the caller closes it */
    S3Client s3(Duration offset) {
        return clients.s3(builder -> builder.putAuthScheme(new SkewedScheme(offset)));
    }

    /** As {@link #s3(Duration)}. */
    DynamoDbClient dynamo(Duration offset) {
        return clients.dynamoDb(builder -> builder.putAuthScheme(new SkewedScheme(offset)));
    }

    /** @return how many requests were sent, by service and operation */
    Map<String, Long> requests() {
        return counts.byOperation();
    }

    /** @return surroundings with a clock, ids and waits that are real */
    Surroundings surroundings() {
        return new Surroundings(InstantSource.system(), KitServer::newId, new Random(), KitServer::sleep);
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return the server that the environment names in place of AWS, in words */
    static String endpoints() {
        return List.of("AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL_DYNAMODB").stream()
                .filter(name -> System.getenv(name) != null)
                .map(name -> name + "=" + URI.create(System.getenv(name)))
                .reduce((one, other) -> one + ", " + other)
                .orElse("AWS");
    }

    @Override
    public void close() {
        s3.close();
        dynamo.close();
    }
}
