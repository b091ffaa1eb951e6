package sleeper.aws.s3;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import sleeper.aws.client.AwsFailures;
import sleeper.aws.request.Answer;
import sleeper.aws.request.InFlight;
import sleeper.aws.request.Requests;
import sleeper.core.error.TransientFailureException;
import sleeper.statestore.object.PutResult;
import sleeper.statestore.util.Surroundings;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** Small objects of one bucket, whole, with their ETags. Safe for use by many threads. */
final class S3Objects {
    /** Metadata of an object that was put where there was none: the id of the put, which tells it from another with the same bytes. */
    static final String CREATED_BY = "put";

    /** Metadata of an object that has replaced another. */
    static final String REPLACED_BY = "replace";

    private final S3Client client;
    private final String bucket;
    private final Requests requests;
    private final Supplier<String> ids;
    private final InFlight inFlight;
    private final S3Buckets buckets;

    S3Objects(S3Client client, String bucket, Surroundings surroundings) {
        this(client, bucket, new InFlight(), surroundings);
    }

    S3Objects(S3Client client, String bucket, InFlight inFlight, Surroundings surroundings) {
        this.client = client;
        this.inFlight = inFlight;
        this.bucket = bucket;
        this.requests = new Requests(surroundings);
        this.buckets = new S3Buckets(client, requests);
        this.ids = surroundings.ids();
    }

    /** An object, and the tag that a condition names it by. */
    @SuppressWarnings("ArrayRecordComponent")
    record Stored(byte[] bytes, String tag) {}

    /**
     * How a conditional put ended.
     *
     * @param cause what happened where the result is not known, in words; empty otherwise
     */
    record Outcome(PutResult result, String cause) {
        private static final Outcome STORED = new Outcome(PutResult.STORED, "");
        private static final Outcome REFUSED = new Outcome(PutResult.REFUSED, "");
    }

    String where(String key) {
        return "s3://" + bucket + "/" + key;
    }

    Optional<Stored> get(String key) {
        try {
            return Optional.of(requests.repeatable(() -> {
                var bytes = client.getObjectAsBytes(
                        request -> request.bucket(bucket).key(key));
                return stored(bytes.asByteArrayUnsafe(), bytes.response());
            }));
        } catch (SdkException e) {
            if (isMissingObject(e)) {
                return Optional.empty();
            }
            throw failed("read", key, "s3:GetObject", e);
        }
    }

    /** @return whether the object is there that has the tag, as a read under {@code If-Match} has it */
    boolean isStill(String key, String tag) {
        try {
            var unused = requests.repeatable(() -> client.getObjectAsBytes(
                    request -> request.bucket(bucket).key(key).ifMatch(tag)));
            return true;
        } catch (SdkException e) {
            if (Answer.of(e) == Answer.CONDITION_FAILED) {
                return false;
            }
            throw failed("read", key, "s3:GetObject", e);
        }
    }

    /** The JDK's client takes a connection that ends within a body for the end of the body. */
    private static Stored stored(byte[] bytes, GetObjectResponse answer) {
        if (answer.contentLength() != null && answer.contentLength() != bytes.length) {
            throw SdkClientException.create(
                    "The answer was cut short: it has " + bytes.length + " bytes of " + answer.contentLength() + ".");
        }
        return new Stored(bytes, answer.eTag());
    }

    /** @return the objects, in the order of the keys, several of them asked for at once */
    List<Optional<Stored>> getAll(List<String> keys) {
        List<Supplier<Optional<Stored>>> reads = new ArrayList<>();
        keys.forEach(key -> reads.add(() -> get(key)));
        return inFlight.allOf(reads);
    }

    /**
     * A put whose end is not known is settled by one look. The put's own object says that it was stored. One that another put where
     * there was none says that ours was refused, or was there before and is gone; either way it is the other's that counts. One that
     * has replaced another says nothing, since ours may be what it has replaced; nor does a look that fails or finds nothing. There is
     * no second look, since ours could arrive between the two and be taken for another's.
     */
    Outcome putIfAbsent(String key, byte[] bytes) {
        return put(key, bytes, CREATED_BY, request -> request.ifNoneMatch("*"));
    }

    /** @param tag of the object that is to be replaced; if there is none, S3 answers by 404, which is a refusal */
    Outcome putIfMatch(String key, String tag, byte[] bytes) {
        return put(key, bytes, REPLACED_BY, request -> request.ifMatch(tag));
    }

    /** @param idName the metadata that has the put's id */
    private Outcome put(String key, byte[] bytes, String idName, Consumer<PutObjectRequest.Builder> condition) {
        String id = ids.get();
        PutObjectRequest.Builder request = PutObjectRequest.builder()
                .bucket(bucket)
                .key(key)
                .checksumCRC32C(Crc32c.of(bytes))
                .metadata(Map.of(idName, id));
        condition.accept(request);
        try {
            requests.once(() -> client.putObject(request.build(), RequestBody.fromBytes(bytes)));
            return Outcome.STORED;
        } catch (SdkException e) {
            Answer answer = Answer.of(e);
            boolean nothingToReplace = idName.equals(REPLACED_BY) && isMissingObject(e);
            if (answer == Answer.CONDITION_FAILED || nothingToReplace) {
                return Outcome.REFUSED;
            }
            if (answer == Answer.UNKNOWN) {
                return settled(key, idName, id, AwsFailures.words("s3:PutObject", e));
            }
            throw failed("written", key, "s3:PutObject", e);
        }
    }

    private Outcome settled(String key, String idName, String id, String cause) {
        Map<String, String> found;
        try {
            found = head(key).metadata();
        } catch (SdkException e) {
            return new Outcome(PutResult.UNKNOWN, cause);
        }
        if (id.equals(found.get(idName))) {
            return Outcome.STORED;
        }
        return idName.equals(CREATED_BY) && found.containsKey(CREATED_BY)
                ? Outcome.REFUSED
                : new Outcome(PutResult.UNKNOWN, cause);
    }

    private HeadObjectResponse head(String key) {
        return requests.repeatable(
                () -> client.headObject(request -> request.bucket(bucket).key(key)));
    }

    boolean isThere(String key) {
        try {
            head(key);
            return true;
        } catch (SdkException e) {
            if (isMissingObject(e) && !buckets.isMissing(bucket)) {
                return false;
            }
            throw failed("looked for", key, "s3:GetObject", e);
        }
    }

    /** One that fails may have been done, or be done later. */
    void delete(String key) {
        try {
            requests.repeatable(
                    () -> client.deleteObject(request -> request.bucket(bucket).key(key)));
        } catch (SdkException e) {
            throw failed("deleted", key, "s3:DeleteObject", e);
        }
    }

    /**
     * @param prefix    what keys begin with
     * @param delimiter where keys end that have it behind the prefix, or null for whole keys
     * @param page      is given each page
     */
    void list(String prefix, String delimiter, Consumer<ListObjectsV2Response> page) {
        String token = null;
        do {
            ListObjectsV2Response answer = listPage(prefix, delimiter, token);
            page.accept(answer);
            token = Boolean.TRUE.equals(answer.isTruncated()) ? answer.nextContinuationToken() : null;
        } while (token != null);
    }

    private ListObjectsV2Response listPage(String prefix, String delimiter, String token) {
        try {
            return requests.repeatable(() -> client.listObjectsV2(request ->
                    request.bucket(bucket).prefix(prefix).delimiter(delimiter).continuationToken(token)));
        } catch (SdkException e) {
            throw failed("listed", prefix, "s3:ListBucket", e);
        }
    }

    /**
     * @return whether a key or an upload is missing, and not its bucket; the answer to a HEAD has no body and so no code, and may mean
     *     the bucket too
     */
    static boolean isMissingObject(SdkException failure) {
        return Answer.of(failure) == Answer.NOT_FOUND
                && failure instanceof AwsServiceException service
                && !Answer.codeOf(service).equals("NoSuchBucket");
    }

    private TransientFailureException failed(String what, String key, String action, SdkException e) {
        return AwsFailures.nothingDone("An object of the store could not be " + what + ".", where(key), action, e);
    }
}
