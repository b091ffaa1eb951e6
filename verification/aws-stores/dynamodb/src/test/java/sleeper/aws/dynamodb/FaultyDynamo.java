package sleeper.aws.dynamodb;

import java.io.IOException;
import sleeper.faults.FaultyServer;
import sleeper.faults.Service;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** DynamoDB Local behind a proxy that makes faults. */
final class FaultyDynamo extends FaultyServer<DynamoDbClient> {
    private final LocalDynamo server;

    FaultyDynamo(LocalDynamo server) throws IOException {
        super(
                server.endpoint(),
                Service.DYNAMODB,
                clients -> clients.dynamoDb(builder -> builder.region(Region.EU_WEST_1)
                        .credentialsProvider(
                                StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))));
        this.server = server;
    }

    LocalDynamo server() {
        return server;
    }
}
