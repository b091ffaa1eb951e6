package sleeper.aws.s3;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sleeper.aws.s3.ModelBucket.StoredObject;
import sleeper.testkit.sim.Wire;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * What requests do to the objects of a bucket when they arrive.
 *
 * @param chance of a store that lags behind, if it is one
 */
record ObjectRequests(ModelBucket bucket, BucketBooks books, InstantSource clock, Optional<Wire> chance) {
    private static final int PAGE = 3;
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d+)");
    private static final String ANY = "*";

    /** What a GET brings. */
    record Got(GetObjectResponse answer, ByteArrayInputStream body) {}

    PutObjectResponse put(PutObjectRequest put, byte[] bytes) {
        checkSum(put.checksumCRC32C(), bytes);
        Optional<StoredObject> old = bucket.find(put.key());
        check(put.ifNoneMatch(), put.ifMatch(), old);
        StoredObject object = new StoredObject(
                bytes, ModelBucket.tagOf(bytes), put.checksumCRC32C(), put.metadata(), clock.instant());
        bucket.put(put.key(), books.put(put.key(), old, object));
        return PutObjectResponse.builder().eTag(object.tag()).build();
    }

    /** Conditions of a write; S3 knows no {@code If-None-Match} but of {@code *}. */
    static void check(String ifNoneMatch, String ifMatch, Optional<StoredObject> old) {
        if (ifNoneMatch != null) {
            if (!ifNoneMatch.equals(ANY)) {
                throw S3Answers.refusal(501, "NotImplemented");
            }
            if (old.isPresent()) {
                throw S3Answers.conditionFailed();
            }
        }
        if (ifMatch != null) {
            if (old.isEmpty()) {
                throw S3Answers.noSuchKey();
            }
            if (!old.get().tag().equals(ifMatch)) {
                throw S3Answers.conditionFailed();
            }
        }
    }

    static void checkSum(String sent, byte[] bytes) {
        if (!Crc32c.of(bytes).equals(sent)) {
            throw S3Answers.refusal(400, "BadDigest");
        }
    }

    static byte[] bytesOf(RequestBody body) {
        try (var stream = body.contentStreamProvider().newStream()) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    HeadObjectResponse head(HeadObjectRequest head) {
        StoredObject object = bucket.find(head.key(), chance).orElseThrow(S3Answers::noSuchKeyBare);
        return HeadObjectResponse.builder()
                .contentLength((long) object.bytes().length)
                .eTag(object.tag())
                .checksumCRC32C(head.checksumMode() == null ? null : object.checksum())
                .metadata(object.metadata())
                .lastModified(object.lastModified())
                .build();
    }

    Got get(GetObjectRequest get) {
        StoredObject object = bucket.find(get.key(), chance).orElseThrow(S3Answers::noSuchKey);
        if (get.ifMatch() != null && !get.ifMatch().equals(object.tag())) {
            throw S3Answers.conditionFailed();
        }
        int from = 0;
        int end = object.bytes().length;
        if (get.range() != null) {
            Matcher range = RANGE.matcher(get.range());
            if (!range.matches()) {
                throw new IllegalArgumentException("the model does not know the range " + get.range());
            }
            from = Integer.parseInt(range.group(1));
            end = Math.min(end, Integer.parseInt(range.group(2)) + 1);
        }
        if (from > 0 && from >= end) {
            throw S3Answers.refusal(416, "InvalidRange");
        }
        GetObjectResponse answer = GetObjectResponse.builder()
                .contentLength((long) end - from)
                .contentRange(
                        get.range() == null ? null : "bytes " + from + "-" + (end - 1) + "/" + object.bytes().length)
                .eTag(object.tag())
                .metadata(object.metadata())
                .lastModified(object.lastModified())
                .build();
        return new Got(answer, new ByteArrayInputStream(object.bytes(), from, end - from));
    }

    DeleteObjectResponse delete(DeleteObjectRequest delete) {
        if (bucket.find(delete.key()).isPresent()) {
            books.delete(delete.key());
            bucket.delete(delete.key());
        }
        return DeleteObjectResponse.builder().build();
    }

    /** Keys, and what stands for all that have the same beginning up to a delimiter, count alike towards a page. */
    ListObjectsV2Response list(ListObjectsV2Request list) {
        String prefix = list.prefix() == null ? "" : list.prefix();
        String token = list.continuationToken();
        String after = token != null ? token : list.startAfter() != null ? list.startAfter() : "";
        TreeSet<String> names = new TreeSet<>();
        for (String key : bucket.keys(prefix, after, chance)) {
            String name = commonPrefix(key, prefix.length(), list.delimiter()).orElse(key);
            if (!name.equals(after)) {
                names.add(name);
            }
        }
        List<String> page = names.stream().limit(PAGE).toList();
        List<S3Object> contents = new ArrayList<>();
        List<CommonPrefix> below = new ArrayList<>();
        for (String name : page) {
            Optional<StoredObject> object = bucket.find(name);
            object.ifPresent(found -> contents.add(objectOf(name, found)));
            if (object.isEmpty()) {
                below.add(CommonPrefix.builder().prefix(name).build());
            }
        }
        boolean more = page.size() < names.size();
        return ListObjectsV2Response.builder()
                .contents(contents)
                .commonPrefixes(below)
                .isTruncated(more)
                .nextContinuationToken(more ? page.get(page.size() - 1) : null)
                .build();
    }

    private static Optional<String> commonPrefix(String key, int from, String delimiter) {
        int at = delimiter == null ? -1 : key.indexOf(delimiter, from);
        return at < 0 ? Optional.empty() : Optional.of(key.substring(0, at + delimiter.length()));
    }

    private static S3Object objectOf(String key, StoredObject object) {
        return S3Object.builder()
                .key(key)
                .size((long) object.bytes().length)
                .eTag(object.tag())
                .lastModified(object.lastModified())
                .build();
    }
}
