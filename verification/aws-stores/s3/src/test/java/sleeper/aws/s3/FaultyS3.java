package sleeper.aws.s3;

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
import software.amazon.awssdk.services.s3.S3Client;

/** A server of S3 behind a proxy that makes faults, with clients as the product has them. */
final class FaultyS3 implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration LITTLE_PATIENCE = Duration.ofMillis(800);

    private final S3Server server;
    private final FaultProxy proxy;
    private final CallSites sites;
    private final S3Client patient;
    private final S3Client impatient;

    FaultyS3(S3Server server) throws IOException {
        this.server = server;
        proxy = new FaultProxy(server.endpoint(), Service.S3);
        sites = new CallSites(proxy);
        patient = client(PATIENCE);
        impatient = client(LITTLE_PATIENCE);
    }

    private S3Client client(Duration patience) {
        String endpoint = proxy.endpoint().toString();
        return new AwsClients(name -> name.equals("AWS_ENDPOINT_URL_S3") ? endpoint : null, List.of(sites), patience)
                .s3(builder -> builder.region(Region.EU_WEST_2)
                        .credentialsProvider(StaticCredentialsProvider.create(
                                AwsBasicCredentials.create("identity", "credential"))));
    }

    S3Server server() {
        return server;
    }

    FaultProxy proxy() {
        return proxy;
    }

    CallSites sites() {
        return sites;
    }

    /** @param impatient whether a reply is waited for but a short time */
    S3Client client(boolean impatient) {
        return impatient ? this.impatient : patient;
    }

    @Override
    public void close() throws IOException {
        patient.close();
        impatient.close();
        proxy.close();
    }
}
