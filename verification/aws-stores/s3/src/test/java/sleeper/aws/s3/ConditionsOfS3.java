package sleeper.aws.s3;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.S3Exceptions;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import sleeper.core.util.Utf8Order;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * Adds to s3proxy 4.1.0 what its conditions lack of those in the S3 User Guide, "How to prevent object overwrites with conditional
 * writes": that look and write are one step.
 *
 * <table>
 * <caption>Conditions by who keeps them</caption>
 * <tr><th>condition</th><th>s3proxy</th><th>this class</th></tr>
 * <tr><td>If-None-Match on PutObject</td><td>yes</td><td>one writer at a time</td></tr>
 * <tr><td>If-Match on PutObject</td><td>looks, and writes in a second step</td><td>looks again, alone, before the write</td></tr>
 * <tr><td>If-None-Match on CompleteMultipartUpload</td><td>no</td><td>yes</td></tr>
 * <tr><td>NoSuchUpload for an upload that was aborted</td><td>no</td><td>yes</td></tr>
 * <tr><td>If-Match on GetObject</td><td>yes</td><td>no write between tag and content</td></tr>
 * </table>
 *
 * <p>The server asks the store for the object's tag and then, on the same thread, puts without a condition; so the tag is kept for the
 * thread. What the tests show of {@code If-Match} on a put therefore rests on the documentation alone.
 */
final class ConditionsOfS3 extends ForwardingBlobStore {
    ConditionsOfS3(BlobStore store) {
        super(store);
    }

    /** The store reads an object's tag and opens its content in two steps. */
    @Override
    public synchronized ResponseInputStream<GetObjectResponse> getBlob(GetObjectRequest request) {
        return super.getBlob(request);
    }

    @Override
    public PutObjectResponse putBlob(PutObjectRequest request, InputStream content) {
        InputStream read = readWhole(content);
        synchronized (this) {
            if (request.ifMatch() != null) {
                requireTag(request);
            }
            return super.putBlob(request, read);
        }
    }

    private void requireTag(PutObjectRequest request) {
        HeadObjectResponse there = delegate().blobMetadataIfPresent(request.bucket(), request.key());
        if (there == null) {
            throw S3Exceptions.fromStatusCode(404, "NoSuchKey", Map.of(), null);
        }
        if (!unquoted(there.eTag()).equals(unquoted(request.ifMatch()))) {
            throw S3Exceptions.preconditionFailed(null);
        }
    }

    private static String unquoted(String tag) {
        return tag.replace("\"", "");
    }

    private static InputStream readWhole(InputStream content) {
        try {
            return new ByteArrayInputStream(content.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** S3 lists keys in the order of their UTF-8 bytes; the server in that of their UTF-16 units. */
    @Override
    public ListObjectsV2Response list(ListObjectsV2Request request) {
        ListObjectsV2Response page = super.list(request);
        List<S3Object> objects = new ArrayList<>(page.contents());
        objects.sort((one, other) -> Utf8Order.compare(one.key(), other.key()));
        return page.toBuilder().contents(objects).build();
    }

    /** The server completes an upload that was aborted, and over an object that is there. */
    @Override
    public synchronized CompleteMultipartUploadResponse completeMultipartUpload(
            MultipartUpload upload, CompleteMultipartUploadRequest request) {
        requireOpen(upload);
        if (request.ifNoneMatch() != null
                && delegate().blobMetadataIfPresent(upload.containerName(), upload.blobName()) != null) {
            throw S3Exceptions.preconditionFailed(null);
        }
        return super.completeMultipartUpload(upload, request);
    }

    /** The server takes up an upload again that was aborted. */
    @Override
    public UploadPartResponse uploadMultipartPart(
            MultipartUpload upload, UploadPartRequest request, InputStream content) {
        InputStream read = readWhole(content);
        synchronized (this) {
            requireOpen(upload);
        }
        return super.uploadMultipartPart(upload, request, read);
    }

    private void requireOpen(MultipartUpload upload) {
        if (listMultipartUploads(upload.containerName()).stream()
                .noneMatch(open -> open.uploadId().equals(upload.id()))) {
            throw S3Exceptions.fromStatusCode(404, "NoSuchUpload", Map.of(), null);
        }
    }
}
