package sleeper.aws.s3;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Predicate;
import sleeper.aws.request.Answer;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** What the stores rely on of a server, each with a try that a server passes or not. The order is that of the page. */
enum S3Condition {
    PUT_IF_NONE_MATCH(
            "`If-None-Match: *` on PutObject is done where nothing is, and refused by 412 over an object",
            server -> server.put("k", 1, put -> put.ifNoneMatch("*")) == null
                    && server.put("k", 2, put -> put.ifNoneMatch("*")) == Answer.CONDITION_FAILED
                    && server.holds("k", 1)),
    PUT_IF_MATCH(
            "`If-Match` on PutObject is done over the object of that tag, and refused by 412 over another", server -> {
                String first = server.putAndTag("k", 1);
                return server.put("k", 2, put -> put.ifMatch(first)) == null
                        && server.put("k", 3, put -> put.ifMatch(first)) == Answer.CONDITION_FAILED
                        && server.holds("k", 2);
            }),
    PUT_IF_MATCH_OF_NOTHING(
            "`If-Match` on PutObject is refused by 404 where nothing is",
            server -> server.put("k", 1, put -> put.ifMatch("\"0123\"")) == Answer.NOT_FOUND && !server.isThere("k")),
    ONE_IF_NONE_MATCH_AT_ONCE(
            "Of many that put under `If-None-Match: *` at once, one is done",
            server -> server.doneOfManyAtOnce(put -> put.ifNoneMatch("*")) == 1),
    ONE_IF_MATCH_AT_ONCE("Of many that put under `If-Match` of one tag at once, one is done", server -> {
        String tag = server.putAndTag("k", 0);
        return server.doneOfManyAtOnce(put -> put.ifMatch(tag)) == 1;
    }),
    COMPLETE_IF_NONE_MATCH(
            "`If-None-Match: *` on CompleteMultipartUpload is done where nothing is, and refused by 412 over an object",
            server -> server.upload("k", 1, complete -> complete.ifNoneMatch("*")) == null
                    && server.upload("k", 2, complete -> complete.ifNoneMatch("*")) == Answer.CONDITION_FAILED
                    && server.holds("k", 1)),
    COMPLETE_OF_ABORTED("An upload that was aborted cannot be completed: 404 NoSuchUpload", server -> {
        String id = server.begin("k");
        CompletedPart part = server.part("k", id, 1);
        server.abort("k", id);
        return server.complete("k", id, part, complete -> {}) == Answer.NOT_FOUND && !server.isThere("k");
    }),
    PART_OF_ABORTED("An upload that was aborted takes no parts: 404 NoSuchUpload", server -> {
        String id = server.begin("k");
        server.abort("k", id);
        return answerOf(() -> server.part("k", id, 1)) == Answer.NOT_FOUND;
    }),
    CHECKSUM_OF_PUT(
            "A put with another CRC32C than its bytes have is refused",
            server -> server.put("k", 1, put -> put.checksumCRC32C(Crc32c.of(new byte[] {2}))) == Answer.REFUSED
                    && !server.isThere("k")),
    CHECKSUM_OF_UPLOAD(
            "A completion with another CRC32C than all bytes together have (`FULL_OBJECT`) is refused",
            server -> server.upload(
                                    "k",
                                    1,
                                    complete -> complete.checksumType(ChecksumType.FULL_OBJECT)
                                            .checksumCRC32C(Crc32c.of(new byte[] {2})))
                            == Answer.REFUSED
                    && !server.isThere("k")),
    CHECKSUM_TOLD(
            "HEAD tells the CRC32C of all bytes of an upload",
            server -> server.upload(
                                    "k",
                                    1,
                                    complete -> complete.checksumType(ChecksumType.FULL_OBJECT)
                                            .checksumCRC32C(Crc32c.of(new byte[] {1})))
                            == null
                    && Crc32c.of(new byte[] {1}).equals(server.checksum("k"))),
    GET_IF_MATCH("`If-Match` on GetObject is refused by 412 where another object is", server -> {
        String first = server.putAndTag("k", 1);
        server.putAndTag("k", 2);
        return server.getIfMatch("k", first) == Answer.CONDITION_FAILED;
    }),
    METADATA("Metadata comes back by HEAD, of a put and of an upload", server -> {
        server.put("k", 1, put -> put.metadata(Map.of("writer", "w")));
        boolean ofPut = "w".equals(server.writer("k"));
        server.upload("m", 1, complete -> {});
        return ofPut && "w".equals(server.writer("m"));
    }),
    ORDER_OF_KEYS("Keys are listed in the order of their UTF-8 bytes", server -> {
        server.putAndTag("\uFFFD", 1);
        server.putAndTag("\uD83D\uDE00", 1);
        return server.keys().equals(List.of("\uFFFD", "\uD83D\uDE00"));
    });

    private final String text;

    @SuppressWarnings("ImmutableEnumChecker") // A try keeps nothing.
    private final Predicate<Tried> kept;

    S3Condition(String text, Predicate<Tried> kept) {
        this.text = text;
        this.kept = kept;
    }

    /** @return what the server has to do, a sentence without its full stop, as Markdown */
    String text() {
        return text;
    }

    /** Whether a server passes may depend on how its threads run. */
    boolean isOfManyAtOnce() {
        return this == ONE_IF_NONE_MATCH_AT_ONCE || this == ONE_IF_MATCH_AT_ONCE;
    }

    /**
     * @param bucket an empty one, for this alone
     * @return whether the server does it
     */
    boolean isKeptBy(S3Client client, String bucket) {
        return kept.test(new Tried(client, bucket));
    }

    private static Answer answerOf(Runnable request) {
        try {
            request.run();
            return null;
        } catch (SdkException e) {
            return Answer.of(e);
        }
    }

    /** A server that is tried. What a request has come to is null where it was done. */
    private record Tried(S3Client client, String bucket) {
        private static final int MANY = 8;

        Answer put(String key, int content, Consumer<PutObjectRequest.Builder> more) {
            return answerOf(() -> client.putObject(
                    request -> more.accept(request.bucket(bucket).key(key)),
                    RequestBody.fromBytes(new byte[] {(byte) content})));
        }

        String putAndTag(String key, int content) {
            return client.putObject(
                            request -> request.bucket(bucket).key(key),
                            RequestBody.fromBytes(new byte[] {(byte) content}))
                    .eTag();
        }

        boolean holds(String key, int content) {
            byte[] found = client.getObjectAsBytes(
                            request -> request.bucket(bucket).key(key))
                    .asByteArray();
            return found.length == 1 && found[0] == content;
        }

        boolean isThere(String key) {
            return answerOf(() ->
                            client.headObject(request -> request.bucket(bucket).key(key)))
                    == null;
        }

        Answer getIfMatch(String key, String tag) {
            return answerOf(() -> client.getObjectAsBytes(
                    request -> request.bucket(bucket).key(key).ifMatch(tag)));
        }

        String writer(String key) {
            return client.headObject(request -> request.bucket(bucket).key(key))
                    .metadata()
                    .get("writer");
        }

        String checksum(String key) {
            return client.headObject(request -> request.bucket(bucket).key(key).checksumMode(ChecksumMode.ENABLED))
                    .checksumCRC32C();
        }

        List<String> keys() {
            return client.listObjectsV2(request -> request.bucket(bucket)).contents().stream()
                    .map(S3Object::key)
                    .toList();
        }

        String begin(String key) {
            return client.createMultipartUpload(request -> request.bucket(bucket)
                            .key(key)
                            .metadata(Map.of("writer", "w"))
                            .checksumAlgorithm(ChecksumAlgorithm.CRC32_C)
                            .checksumType(ChecksumType.FULL_OBJECT))
                    .uploadId();
        }

        CompletedPart part(String key, String id, int content) {
            byte[] bytes = {(byte) content};
            UploadPartResponse answer = client.uploadPart(
                    request -> request.bucket(bucket)
                            .key(key)
                            .uploadId(id)
                            .partNumber(1)
                            .checksumCRC32C(Crc32c.of(bytes)),
                    RequestBody.fromBytes(bytes));
            return CompletedPart.builder()
                    .partNumber(1)
                    .eTag(answer.eTag())
                    .checksumCRC32C(Crc32c.of(bytes))
                    .build();
        }

        void abort(String key, String id) {
            client.abortMultipartUpload(
                    request -> request.bucket(bucket).key(key).uploadId(id));
        }

        Answer complete(
                String key, String id, CompletedPart part, Consumer<CompleteMultipartUploadRequest.Builder> more) {
            return answerOf(() -> client.completeMultipartUpload(request -> more.accept(
                    request.bucket(bucket).key(key).uploadId(id).multipartUpload(all -> all.parts(List.of(part))))));
        }

        Answer upload(String key, int content, Consumer<CompleteMultipartUploadRequest.Builder> more) {
            String id = begin(key);
            return complete(key, id, part(key, id, content), more);
        }

        /** Each puts other bytes, and none those of {@code putAndTag(key, 0)}: equal bytes have one tag. */
        int doneOfManyAtOnce(Consumer<PutObjectRequest.Builder> condition) {
            ExecutorService threads = Executors.newFixedThreadPool(MANY);
            try {
                CountDownLatch ready = new CountDownLatch(MANY);
                List<Callable<Boolean>> puts = new ArrayList<>();
                for (int i = 0; i < MANY; i++) {
                    int content = i + 1;
                    puts.add(() -> {
                        ready.countDown();
                        ready.await();
                        return put("k", content, condition) == null;
                    });
                }
                int done = 0;
                for (Future<Boolean> put : threads.invokeAll(puts)) {
                    done += put.get() ? 1 : 0;
                }
                return done;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            } finally {
                threads.shutdownNow();
            }
        }
    }
}
