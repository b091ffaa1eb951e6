package sleeper.aws.s3;

import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import sleeper.aws.client.AwsClients;
import sleeper.statestore.util.Surroundings;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** S3 in this process: s3proxy 4.1.0 over files in memory, with the conditions that {@link ConditionsOfS3} adds. */
final class S3Server {
    private final S3Proxy proxy;
    private final WholeRequests front;
    private final URI endpoint;
    private final S3Client client;
    private int buckets;

    private S3Server(BlobStore store) throws Exception {
        proxy = S3Proxy.builder()
                .blobStore(store)
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, "identity", "credential")
                .build();
        proxy.start();
        front = new WholeRequests(proxy.getPort());
        endpoint = URI.create("http://127.0.0.1:" + front.port());
        client = new AwsClients(name -> name.equals("AWS_ENDPOINT_URL_S3") ? endpoint.toString() : null, List.of())
                .s3(builder -> builder.region(Region.EU_WEST_2)
                        .credentialsProvider(StaticCredentialsProvider.create(
                                AwsBasicCredentials.create("identity", "credential"))));
    }

    static S3Server start() throws Exception {
        return with(ConditionsOfS3::new);
    }

    /** @return the same over a folder of files, for more than memory holds; it is there, and its file system has extended attributes */
    static S3Server start(Path folder) throws Exception {
        return new S3Server(new ConditionsOfS3(new FilesystemNio2BlobStore(folder.toString())));
    }

    /** @return the server as it is */
    static S3Server plain() throws Exception {
        return with(store -> store);
    }

    static S3Server with(UnaryOperator<BlobStore> decorator) throws Exception {
        return new S3Server(decorator.apply(new TransientNio2BlobStore()));
    }

    URI endpoint() {
        return endpoint;
    }

    S3Client client() {
        return client;
    }

    /** @return the name of a new bucket */
    String newBucket() {
        buckets++;
        String bucket = "bucket" + buckets;
        client.createBucket(request -> request.bucket(bucket));
        return bucket;
    }

    static Surroundings surroundings() {
        return new Surroundings(
                InstantSource.system(), () -> UUID.randomUUID().toString().replace("-", ""), new Random(1), time -> {});
    }

    void stop() throws Exception {
        client.close();
        front.close();
        proxy.stop();
    }
}
