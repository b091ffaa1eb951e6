package sleeper.aws.dynamodb;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import sleeper.aws.client.AwsClients;
import sleeper.faults.CallSites;
import sleeper.faults.FaultProxy;
import sleeper.faults.Service;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** DynamoDB Local behind a proxy that makes faults, with clients as the product has them. */
final class FaultyDynamo implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration LITTLE_PATIENCE = Duration.ofMillis(800);

    private final LocalDynamo server;
    private final FaultProxy proxy;
    private final CallSites sites;
    private final DynamoDbClient patient;
    private final DynamoDbClient impatient;

    FaultyDynamo(LocalDynamo server) throws IOException {
        this.server = server;
        proxy = new FaultProxy(server.endpoint(), Service.DYNAMODB);
        sites = new CallSites(proxy);
        patient = client(PATIENCE);
        impatient = client(LITTLE_PATIENCE);
    }

    private DynamoDbClient client(Duration patience) {
        String endpoint = proxy.endpoint().toString();
        return new AwsClients(
                        name -> name.equals("AWS_ENDPOINT_URL_DYNAMODB") ? endpoint : null, List.of(sites), patience)
                .dynamoDb(builder -> builder.region(Region.EU_WEST_1)
                        .credentialsProvider(
                                StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local"))));
    }

    LocalDynamo server() {
        return server;
    }

    FaultProxy proxy() {
        return proxy;
    }

    CallSites sites() {
        return sites;
    }

    /** @param impatient whether a reply is waited for but a short time */
    DynamoDbClient client(boolean impatient) {
        return impatient ? this.impatient : patient;
    }

    @Override
    public void close() throws IOException {
        patient.close();
        impatient.close();
        proxy.close();
    }
}
