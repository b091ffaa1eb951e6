package sleeper.s3server;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import sleeper.aws.client.AwsClients;
import sleeper.statestore.bucket.AccessKey;
import sleeper.statestore.bucket.ServedBuckets;
import sleeper.statestore.file.LocalFileStore;
import sleeper.statestore.util.Surroundings;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** A folder whose folders are served, on a free port, as the bucket {@code own} only to be read. */
final class ServedFolder implements Closeable {
    static final AccessKey KEY = new AccessKey("SLEEPERTEST", "secret-of-the-test");
    static final String OWN = "own";

    private final Path folder;
    private final Closeable serving;
    private final URI endpoint;
    private final S3Client client;

    private ServedFolder(Path folder, Closeable serving, URI endpoint) {
        this.folder = folder;
        this.serving = serving;
        this.endpoint = endpoint;
        this.client = client(KEY);
    }

    /** @param folder for buckets and scratch */
    static ServedFolder serve(Path folder) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open();
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        int port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
        Closeable serving = new FolderS3Server()
                .serve(
                        listener,
                        new ServedBuckets(
                                folder.resolve("buckets"),
                                Set.of(OWN),
                                folder.resolve("scratch"),
                                KEY,
                                Set.of("my-machine")));
        return new ServedFolder(folder, serving, URI.create("http://127.0.0.1:" + port));
    }

    Path buckets() {
        return folder.resolve("buckets");
    }

    Path scratch() {
        return folder.resolve("scratch");
    }

    URI endpoint() {
        return endpoint;
    }

    /** @return what a job reads of the same buckets */
    LocalFileStore files() {
        return new LocalFileStore(buckets());
    }

    S3Client client() {
        return client;
    }

    S3Client client(AccessKey key) {
        return new AwsClients(name -> name.equals("AWS_ENDPOINT_URL_S3") ? endpoint.toString() : null, List.of())
                .s3(builder -> builder.region(Region.EU_WEST_2)
                        .credentialsProvider(
                                StaticCredentialsProvider.create(AwsBasicCredentials.create(key.id(), key.secret()))));
    }

    static Surroundings surroundings() {
        return new Surroundings(
                InstantSource.system(), () -> UUID.randomUUID().toString().replace("-", ""), new Random(1), time -> {});
    }

    @Override
    public void close() throws IOException {
        client.close();
        serving.close();
    }
}
