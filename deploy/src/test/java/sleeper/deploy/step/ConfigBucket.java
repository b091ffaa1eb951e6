package sleeper.deploy.step;

import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.S3Exceptions;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import sleeper.aws.request.Requests;
import sleeper.deploy.aws.DeployClients;
import sleeper.run.RealSurroundings;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The config bucket of the instance {@code prod} in an S3 server in this process: s3proxy over files in memory. */
final class ConfigBucket {
    static final String NAME = "sleeper-prod-config";

    private final List<String> written = Collections.synchronizedList(new ArrayList<>());
    private final S3Proxy proxy;
    private volatile Predicate<String> refused = key -> false;
    private final Map<String, Runnable> before = new ConcurrentHashMap<>();
    /** The server may close a connection that a request was about to use. */
    private final Requests requests = new Requests(RealSurroundings.get());

    private S3Client s3;

    ConfigBucket() throws Exception {
        TransientNio2BlobStore store = new TransientNio2BlobStore();
        proxy = S3Proxy.builder()
                .blobStore(new ForwardingBlobStore(store) {
                    @Override
                    public PutObjectResponse putBlob(PutObjectRequest request, InputStream content) {
                        if (refused.test(request.key())) {
                            throw denied();
                        }
                        Optional.ofNullable(before.remove(request.key())).ifPresent(Runnable::run);
                        requireTag(request);
                        PutObjectResponse response = super.putBlob(request, content);
                        written.add(request.key());
                        return response;
                    }

                    /** The server looks at the condition before the write is begun. */
                    private void requireTag(PutObjectRequest request) {
                        if (request.ifMatch() != null) {
                            String tag = delegate()
                                    .blobMetadataIfPresent(request.bucket(), request.key())
                                    .eTag();
                            if (!tag.replace("\"", "").equals(request.ifMatch().replace("\"", ""))) {
                                throw S3Exceptions.preconditionFailed(null);
                            }
                        }
                    }
                })
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, "any", "any")
                .build();
        proxy.start();
    }

    private static AwsServiceException denied() {
        return S3Exception.builder()
                .statusCode(403)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode("AccessDenied")
                        .errorMessage("said")
                        .build())
                .build();
    }

    /** @return endpoints by the variables that name them */
    Map<String, String> variables() {
        return Map.of("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:" + proxy.getPort());
    }

    /** Has the bucket be new. The server takes two seconds to stop, so that tests share it. */
    void renew(DeployClients clients) {
        s3 = clients.s3();
        refused = key -> false;
        before.clear();
        try {
            keys().forEach(key -> requests.repeatable(
                    () -> s3.deleteObject(request -> request.bucket(NAME).key(key))));
        } catch (NoSuchBucketException e) {
            var unused = s3.createBucket(request -> request.bucket(NAME));
        }
        written.clear();
    }

    /** Has writes of some keys be refused from now on. */
    void refuse(Predicate<String> keys) {
        refused = keys;
    }

    /** Has something happen once, between a look at a key and the next write of it. */
    void beforeWriteOf(String key, Runnable action) {
        before.put(key, action);
    }

    /** @return keys in the order that they were written in since they were last asked for */
    List<String> written() {
        List<String> keys = List.copyOf(written);
        written.clear();
        return keys;
    }

    void put(String key, String text) {
        var unused = requests.repeatable(
                () -> s3.putObject(request -> request.bucket(NAME).key(key), RequestBody.fromString(text)));
        written.clear();
    }

    String get(String key) {
        return requests.repeatable(() ->
                        s3.getObjectAsBytes(request -> request.bucket(NAME).key(key)))
                .asUtf8String();
    }

    List<String> keys() {
        return requests.repeatable(() -> s3.listObjectsV2(request -> request.bucket(NAME))).contents().stream()
                .map(object -> object.key())
                .toList();
    }

    void stop() throws Exception {
        proxy.stop();
    }
}
