package sleeper.aws.s3;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import sleeper.core.error.TransientFailureException;
import sleeper.statestore.util.Surroundings;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.S3Object;

/** What probes have left whose process died in them: no log names it, so that it may go once no probe can be at it. */
final class ProbeLeavings {
    /** No probe takes as long, and no clock is as wrong. */
    private static final Duration LONG = Duration.ofHours(12);

    /** Begins the names of probes' objects. */
    static final String PREFIX = "probe-";

    private final S3Client client;
    private final String bucket;
    private final String prefix;
    private final ProbeRequests requests;
    private final Instant before;

    ProbeLeavings(S3Client client, String bucket, String prefix, Surroundings surroundings) {
        this.client = client;
        this.bucket = bucket;
        this.prefix = prefix + "/" + PREFIX;
        this.requests = new ProbeRequests("s3://" + bucket + "/" + prefix, surroundings);
        this.before = surroundings.clock().instant().minus(LONG);
    }

    /**
     * Takes away a page of objects; the next probe takes another.
     *
     * @throws TransientFailureException if that failed
     */
    void clearObjects() {
        for (S3Object object : objects()) {
            if (object.lastModified().isBefore(before)) {
                requests.away(
                        "s3:DeleteObject",
                        () -> client.deleteObject(
                                request -> request.bucket(bucket).key(object.key())));
            }
        }
    }

    /** As {@link #clearObjects}, for uploads. */
    void clearUploads() {
        for (MultipartUpload upload : uploads()) {
            if (upload.initiated().isBefore(before)) {
                requests.away(
                        "s3:AbortMultipartUpload",
                        () -> client.abortMultipartUpload(request ->
                                request.bucket(bucket).key(upload.key()).uploadId(upload.uploadId())));
            }
        }
    }

    private List<S3Object> objects() {
        return requests.repeatable(
                        "s3:ListBucket",
                        () -> client.listObjectsV2(
                                request -> request.bucket(bucket).prefix(prefix)))
                .contents();
    }

    private List<MultipartUpload> uploads() {
        return requests.repeatable(
                        "s3:ListBucketMultipartUploads",
                        () -> client.listMultipartUploads(
                                request -> request.bucket(bucket).prefix(prefix)))
                .uploads();
    }
}
