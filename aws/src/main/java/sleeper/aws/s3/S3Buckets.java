package sleeper.aws.s3;

import java.nio.file.NoSuchFileException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import sleeper.aws.request.Answer;
import sleeper.aws.request.Requests;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Tells a bucket that is missing from one without the object asked for. The answer to a HEAD of an object cannot, since it has no body;
 * so one that finds nothing is followed by a HEAD of the bucket, until the bucket has been found once. Safe for use by many threads.
 */
final class S3Buckets {
    static final String MISSING = "the bucket does not exist: correct its name, or create it";

    private final S3Client client;
    private final Requests requests;
    private final Set<String> there = ConcurrentHashMap.newKeySet();

    S3Buckets(S3Client client, Requests requests) {
        this.client = client;
        this.requests = requests;
    }

    /** @return whether the service says so; false where it may not be asked */
    boolean isMissing(String bucket) {
        if (there.contains(bucket)) {
            return false;
        }
        try {
            var unused = requests.repeatable(() -> client.headBucket(request -> request.bucket(bucket)));
            there.add(bucket);
            return false;
        } catch (SdkException e) {
            return Answer.of(e) == Answer.NOT_FOUND;
        }
    }

    /** @return as the methods of a file store throw it */
    static NoSuchFileException missing(String bucket) {
        return new NoSuchFileException(bucket, null, MISSING);
    }
}
