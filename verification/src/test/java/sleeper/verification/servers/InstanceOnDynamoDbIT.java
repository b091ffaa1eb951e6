package sleeper.verification.servers;

class InstanceOnDynamoDbIT extends InstanceOnServersTests {
    InstanceOnDynamoDbIT() {
        super("s3,dynamodb", "dynamodb");
    }
}
