package sleeper.aws.s3;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.S3Exceptions;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import sleeper.core.util.Utf8Order;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
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
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * Adds to s3proxy 4.1.0 what it lacks of S3's documentation: that look and write are one step ("How to prevent object overwrites with
 * conditional writes": if several write at once, the first to finish succeeds), that an upload that was aborted takes no parts, and that
 * keys are listed in the order of their UTF-8 bytes. What the server does by itself says {@code docs/reference/s3-conditions.md}; what
 * the tests show of the rest is the documentation's word alone.
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
            throw missing("NoSuchKey");
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

    @Override
    public synchronized CompleteMultipartUploadResponse completeMultipartUpload(
            MultipartUpload upload, CompleteMultipartUploadRequest request) {
        requireOpen(upload);
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
            throw missing("NoSuchUpload");
        }
    }

    private static AwsServiceException missing(String code) {
        return S3Exception.builder()
                .statusCode(404)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage(code)
                        .build())
                .build();
    }
}
