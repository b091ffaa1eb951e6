package sleeper.aws.s3;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsRequest;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.S3Request;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * As much of S3 as the drivers ask of it, with one bucket, whole checks of what is sent, and faults. Pages hold two entries. Whatever
 * happens is written in {@link #requests}.
 */
final class FakeS3 implements S3Client {
    static final String BUCKET = "bucket";
    private static final int PAGE = 2;

    @SuppressWarnings("ArrayRecordComponent")
    record Stored(byte[] bytes, String tag, Map<String, String> metadata, String checksum) {}

    private final TreeMap<String, Stored> objects = new TreeMap<>();
    private final TreeMap<String, FakeUpload> uploads = new TreeMap<>();
    private final Map<Class<?>, Deque<S3Fault>> faults = new HashMap<>();
    private final List<Runnable> late = new ArrayList<>();
    private final Map<String, Deque<String>> undeletable = new HashMap<>();
    private int tags;
    private Predicate<S3Request> ignoresConditionOf = request -> false;
    private int untagged;
    private Ranges ranges = Ranges::kept;

    /** All that was asked, in order. */
    final List<S3Request> requests = new ArrayList<>();

    /** The next requests of a kind end so, one after the other. */
    synchronized FakeS3 next(Class<? extends S3Request> kind, S3Fault... next) {
        faults.computeIfAbsent(kind, any -> new ArrayDeque<>()).addAll(List.of(next));
        return this;
    }

    synchronized FakeS3 ignoringConditions(Predicate<S3Request> of) {
        ignoresConditionOf = of;
        return this;
    }

    /**
     * What a read brings.
     *
     * @param header as {@code Content-Range} has it; null for the whole object
     */
    record Range(int from, int end, String header) {}

    /** Knows what is brought to whom asks for a range. */
    interface Ranges {
        /**
         * @param asked  as {@code Range} has it; null for the whole object
         * @param length of the object
         */
        Range of(String asked, int length);

        /** As S3 does it. */
        static Range kept(String asked, int length) {
            if (asked == null) {
                return whole(asked, length);
            }
            String[] bounds = asked.substring("bytes=".length()).split("-");
            int end = Math.min(Integer.parseInt(bounds[1]) + 1, length);
            return new Range(Integer.parseInt(bounds[0]), end, "bytes " + bounds[0] + "-" + (end - 1) + "/" + length);
        }

        /** As a server does it that does not know ranges. */
        static Range whole(String asked, int length) {
            return new Range(0, length, null);
        }
    }

    synchronized FakeS3 answering(Ranges others) {
        ranges = others;
        return this;
    }

    /** The answers of the next writes come without their bodies. */
    synchronized FakeS3 cuttingAnswers(int number) {
        untagged = number;
        return this;
    }

    private String tagToTell(Stored stored) {
        return untagged-- > 0 ? null : stored.tag();
    }

    /** Lets the requests arrive that are still on their way. */
    synchronized void land() {
        late.forEach(Runnable::run);
        late.clear();
    }

    synchronized List<S3Request> requests(Class<? extends S3Request> kind) {
        return requests.stream().filter(kind::isInstance).toList();
    }

    synchronized SortedMap<String, Stored> objects() {
        return objects;
    }

    synchronized int openUploads() {
        return uploads.size();
    }

    /** An object of another writer. */
    synchronized void put(String key, byte[] bytes, Map<String, String> metadata) {
        objects.put(key, new Stored(bytes, newTag(), metadata, Crc32c.of(bytes)));
    }

    private String newTag() {
        return "\"tag" + ++tags + '"';
    }

    private synchronized <T> T answered(S3Request request, Supplier<T> work) {
        requests.add(request);
        Deque<S3Fault> mine = faults.get(request.getClass());
        S3Fault fault = mine == null ? null : mine.poll();
        if (fault == null || fault.effect() == S3Fault.Effect.DONE_AND_ANSWERED) {
            requireBucket(request);
            return work.get();
        }
        switch (fault.effect()) {
            case NONE, DONE_AND_ANSWERED -> {}
            case DONE -> unheard(work);
            case DONE_LATER -> late.add(() -> unheard(work));
        }
        throw fault.thrown().get();
    }

    private static void unheard(Supplier<?> work) {
        try {
            Object unused = work.get();
        } catch (S3Exception e) {
            // Nobody hears the answer.
        }
    }

    private static void requireBucket(S3Request request) {
        String bucket = request.getValueForField("Bucket", String.class).orElseThrow();
        if (!bucket.equals(BUCKET)) {
            boolean hasBody = !(request instanceof HeadObjectRequest) && !(request instanceof HeadBucketRequest);
            throw S3Fault.error(404, hasBody ? "NoSuchBucket" : "");
        }
    }

    private void checkConditions(S3Request request, String key, String ifNoneMatch, String ifMatch) {
        if (ignoresConditionOf.test(request)) {
            return;
        }
        Stored there = objects.get(key);
        if (ifNoneMatch != null && there != null) {
            throw S3Fault.error(412, "PreconditionFailed");
        }
        if (ifMatch != null && there == null) {
            throw S3Fault.error(404, "NoSuchKey");
        }
        if (ifMatch != null && !there.tag().equals(ifMatch)) {
            throw S3Fault.error(412, "PreconditionFailed");
        }
    }

    private static byte[] bytesOf(RequestBody body) {
        try {
            return body.contentStreamProvider().newStream().readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void requireChecksum(String told, byte[] bytes) {
        if (told != null && !told.equals(Crc32c.of(bytes))) {
            throw S3Fault.error(400, "BadDigest");
        }
    }

    @Override
    public PutObjectResponse putObject(PutObjectRequest request, RequestBody body) {
        byte[] bytes = bytesOf(body);
        return answered(request, () -> {
            requireChecksum(request.checksumCRC32C(), bytes);
            checkConditions(request, request.key(), request.ifNoneMatch(), request.ifMatch());
            Stored stored = new Stored(bytes, newTag(), request.metadata(), request.checksumCRC32C());
            objects.put(request.key(), stored);
            return PutObjectResponse.builder().eTag(tagToTell(stored)).build();
        });
    }

    private Stored find(String key, String codeIfMissing) {
        Stored found = objects.get(key);
        if (found == null) {
            throw S3Fault.error(404, codeIfMissing);
        }
        return found;
    }

    @Override
    public HeadObjectResponse headObject(HeadObjectRequest request) {
        return answered(request, () -> {
            Stored found = find(request.key(), "");
            return HeadObjectResponse.builder()
                    .eTag(found.tag())
                    .contentLength((long) found.bytes().length)
                    .metadata(found.metadata())
                    .checksumCRC32C(found.checksum())
                    .build();
        });
    }

    @Override
    public HeadBucketResponse headBucket(HeadBucketRequest request) {
        return answered(request, () -> HeadBucketResponse.builder().build());
    }

    @Override
    public <T> T getObject(GetObjectRequest request, ResponseTransformer<GetObjectResponse, T> transformer) {
        Stored found = answered(request, () -> {
            Stored there = find(request.key(), "NoSuchKey");
            checkConditions(request, request.key(), request.ifNoneMatch(), request.ifMatch());
            return there;
        });
        Range range = ranges.of(request.range(), found.bytes().length);
        GetObjectResponse answer = GetObjectResponse.builder()
                .eTag(found.tag())
                .contentRange(range.header())
                .build();
        try {
            return transformer.transform(
                    answer,
                    AbortableInputStream.create(
                            new ByteArrayInputStream(found.bytes(), range.from(), range.end() - range.from())));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public DeleteObjectResponse deleteObject(DeleteObjectRequest request) {
        return answered(request, () -> {
            objects.remove(request.key());
            return DeleteObjectResponse.builder().build();
        });
    }

    /** Those of {@link #keeping} are named in the answer, and stay. */
    @Override
    public DeleteObjectsResponse deleteObjects(DeleteObjectsRequest request) {
        return answered(request, () -> {
            List<S3Error> errors = new ArrayList<>();
            for (ObjectIdentifier each : request.delete().objects()) {
                Deque<String> codes = undeletable.getOrDefault(each.key(), new ArrayDeque<>());
                if (codes.isEmpty()) {
                    objects.remove(each.key());
                } else {
                    errors.add(S3Error.builder()
                            .key(each.key())
                            .code(codes.poll())
                            .message("said")
                            .build());
                }
            }
            return DeleteObjectsResponse.builder().errors(errors).build();
        });
    }

    /** @param code what {@code DeleteObjects} says of the object, so many times */
    synchronized FakeS3 keeping(String key, String code, int times) {
        undeletable.put(key, new ArrayDeque<>(Collections.nCopies(times, code)));
        return this;
    }

    @Override
    public ListObjectsV2Response listObjectsV2(ListObjectsV2Request request) {
        return answered(request, () -> {
            String after = request.startAfter() == null ? "" : request.startAfter();
            List<S3Object> all = objects.tailMap(after, false).entrySet().stream()
                    .filter(each -> each.getKey().startsWith(request.prefix()))
                    .map(each -> S3Object.builder()
                            .key(each.getKey())
                            .size((long) each.getValue().bytes().length)
                            .eTag(each.getValue().tag())
                            .lastModified(Instant.EPOCH)
                            .build())
                    .toList();
            return ListObjectsV2Response.builder()
                    .contents(all.subList(0, Math.min(PAGE, all.size())))
                    .isTruncated(all.size() > PAGE)
                    .build();
        });
    }

    @Override
    public CreateMultipartUploadResponse createMultipartUpload(CreateMultipartUploadRequest request) {
        return answered(request, () -> {
            String id = "upload" + (1_000 + requests.size());
            uploads.put(id, new FakeUpload(request));
            return CreateMultipartUploadResponse.builder().uploadId(id).build();
        });
    }

    private FakeUpload open(String id) {
        FakeUpload upload = uploads.get(id);
        if (upload == null) {
            throw S3Fault.error(404, "NoSuchUpload");
        }
        return upload;
    }

    @Override
    public UploadPartResponse uploadPart(UploadPartRequest request, RequestBody body) {
        byte[] bytes = bytesOf(body);
        return answered(request, () -> {
            requireChecksum(request.checksumCRC32C(), bytes);
            open(request.uploadId()).parts().put(request.partNumber(), bytes);
            return UploadPartResponse.builder().eTag(newTag()).build();
        });
    }

    @Override
    public CompleteMultipartUploadResponse completeMultipartUpload(CompleteMultipartUploadRequest request) {
        return answered(request, () -> {
            FakeUpload upload = open(request.uploadId());
            checkConditions(request, request.key(), request.ifNoneMatch(), request.ifMatch());
            byte[] bytes = upload.joined(request);
            if (upload.created().checksumType() == ChecksumType.FULL_OBJECT) {
                requireChecksum(request.checksumCRC32C(), bytes);
            }
            uploads.remove(request.uploadId());
            Stored stored = new Stored(bytes, newTag(), upload.created().metadata(), request.checksumCRC32C());
            objects.put(request.key(), stored);
            return CompleteMultipartUploadResponse.builder()
                    .eTag(tagToTell(stored))
                    .build();
        });
    }

    @Override
    public AbortMultipartUploadResponse abortMultipartUpload(AbortMultipartUploadRequest request) {
        return answered(request, () -> {
            open(request.uploadId());
            uploads.remove(request.uploadId());
            return AbortMultipartUploadResponse.builder().build();
        });
    }

    @Override
    public ListMultipartUploadsResponse listMultipartUploads(ListMultipartUploadsRequest request) {
        return answered(request, () -> {
            String after = request.uploadIdMarker() == null ? "" : request.uploadIdMarker();
            List<MultipartUpload> all = uploads.tailMap(after, false).entrySet().stream()
                    .map(each -> each.getValue().described(each.getKey()))
                    .filter(each -> each.key().startsWith(request.prefix()))
                    .toList();
            List<MultipartUpload> page = all.subList(0, Math.min(PAGE, all.size()));
            boolean more = all.size() > PAGE;
            return ListMultipartUploadsResponse.builder()
                    .uploads(page)
                    .isTruncated(more)
                    .nextKeyMarker(more ? page.get(PAGE - 1).key() : null)
                    .nextUploadIdMarker(more ? page.get(PAGE - 1).uploadId() : null)
                    .build();
        });
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
