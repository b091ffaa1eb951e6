package sleeper.aws.s3;

import java.io.IOException;
import sleeper.faults.FaultyServer;
import sleeper.faults.Service;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** A server of S3 behind a proxy that makes faults. */
final class FaultyS3 extends FaultyServer<S3Client> {
    private final S3Server server;

    FaultyS3(S3Server server) throws IOException {
        super(
                server.endpoint(),
                Service.S3,
                clients -> clients.s3(builder -> builder.region(Region.EU_WEST_2)
                        .credentialsProvider(StaticCredentialsProvider.create(
                                AwsBasicCredentials.create("identity", "credential")))));
        this.server = server;
    }

    S3Server server() {
        return server;
    }
}
