package sleeper.aws.s3;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Supplier;
import sleeper.testkit.sim.Wire;
import sleeper.testkit.sim.Wire.Effect;
import software.amazon.awssdk.core.exception.NonRetryableException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
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
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** A client of a model of S3 with one bucket, as far as the drivers use it. */
final class S3ModelClient implements S3Client {
    private final Wire wire;
    private final ObjectRequests objects;
    private final UploadRequests uploads;

    S3ModelClient(Wire wire, ObjectRequests objects, UploadRequests uploads) {
        this.wire = wire;
        this.objects = objects;
        this.uploads = uploads;
    }

    private <T> T send(Effect effect, Supplier<T> request) {
        return wire.send(effect, request, failure -> S3Answers.failed(failure, wire));
    }

    @Override
    public PutObjectResponse putObject(PutObjectRequest put, RequestBody body) {
        byte[] bytes = ObjectRequests.bytesOf(body);
        return send(Effect.CONDITIONAL, () -> objects.put(put, bytes));
    }

    @Override
    public HeadObjectResponse headObject(HeadObjectRequest head) {
        return wire.send(Effect.REPEATABLE, () -> objects.head(head), failure -> S3Answers.failedBare(failure, wire));
    }

    @Override
    public <T> T getObject(GetObjectRequest get, ResponseTransformer<GetObjectResponse, T> transformer) {
        ObjectRequests.Got got = send(Effect.REPEATABLE, () -> objects.get(get));
        InputStream body = wire.isCutShort() ? cut(got.body()) : got.body();
        try {
            return transformer.transform(got.answer(), AbortableInputStream.create(body));
        } catch (SdkException e) {
            throw e;
        } catch (Exception e) {
            // So does the SDK with what a transformer throws.
            throw NonRetryableException.create("the answer could not be read", e);
        }
    }

    /** A connection that ends early may look as if the body ended. */
    private InputStream cut(ByteArrayInputStream whole) {
        byte[] half = new byte[whole.available() / 2];
        int read = whole.readNBytes(half, 0, half.length);
        ByteArrayInputStream first = new ByteArrayInputStream(half, 0, read);
        return wire.nextInt(2) == 0 ? first : new Broken(first);
    }

    private static final class Broken extends FilterInputStream {
        Broken(InputStream first) {
            super(first);
        }

        @Override
        public int read() throws IOException {
            return checked(super.read());
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            return checked(super.read(into, offset, length));
        }

        private static int checked(int read) throws IOException {
            if (read < 0) {
                throw new IOException("connection reset");
            }
            return read;
        }
    }

    @Override
    public HeadBucketResponse headBucket(HeadBucketRequest head) {
        return wire.send(
                Effect.REPEATABLE,
                () -> HeadBucketResponse.builder().build(),
                failure -> S3Answers.failedBare(failure, wire));
    }

    @Override
    public DeleteObjectResponse deleteObject(DeleteObjectRequest delete) {
        return send(Effect.REPEATABLE, () -> objects.delete(delete));
    }

    @Override
    public ListObjectsV2Response listObjectsV2(ListObjectsV2Request list) {
        return send(Effect.REPEATABLE, () -> objects.list(list));
    }

    @Override
    public CreateMultipartUploadResponse createMultipartUpload(CreateMultipartUploadRequest create) {
        return send(Effect.REPEATABLE, () -> uploads.create(create));
    }

    @Override
    public UploadPartResponse uploadPart(UploadPartRequest part, RequestBody body) {
        byte[] bytes = ObjectRequests.bytesOf(body);
        return send(Effect.REPEATABLE, () -> uploads.part(part, bytes));
    }

    @Override
    public CompleteMultipartUploadResponse completeMultipartUpload(CompleteMultipartUploadRequest complete) {
        return wire.send(
                Effect.CONDITIONAL, () -> uploads.complete(complete), failure -> S3Answers.failedLate(failure, wire));
    }

    @Override
    public AbortMultipartUploadResponse abortMultipartUpload(AbortMultipartUploadRequest abort) {
        return send(Effect.REPEATABLE, () -> uploads.abort(abort));
    }

    @Override
    public ListMultipartUploadsResponse listMultipartUploads(ListMultipartUploadsRequest list) {
        return send(Effect.REPEATABLE, () -> uploads.list(list));
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
