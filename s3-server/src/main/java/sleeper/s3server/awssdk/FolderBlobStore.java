package sleeper.s3server.awssdk;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.SdkResponses;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import sleeper.statestore.bucket.ServedBuckets;
import sleeper.statestore.file.BucketFolders;
import sleeper.statestore.file.LocalFileStore;
import sleeper.statestore.file.LocalFileStore.Links;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.BucketCannedACL;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.model.CreateBucketResponse;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListBucketsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * Folders as buckets, as {@link LocalFileStore} reads them: an object is a file, whole and durable when it can be seen. Thread-safe. There
 * is one for a folder at a time.
 */
public final class FolderBlobStore implements BlobStore {
    private static final int MOST_KEYS = 1_000;
    private static final long LEAST_PART_BYTES = 5 << 20;

    private final Buckets buckets;
    private final ObjectReads reads;
    private final ObjectWrites writes;
    private final Uploads uploads;

    public FolderBlobStore(ServedBuckets served, InstantSource clock) {
        BucketFolders folders = new BucketFolders(served.root(), Links.INSIDE_BUCKETS);
        Placement placement = new Placement(folders, new LocalFileStore(served.root()));
        this.buckets = new Buckets(served.root(), folders, served.readOnly());
        this.reads = new ObjectReads(folders);
        this.writes = new ObjectWrites(buckets, reads, placement);
        this.uploads = new Uploads(served.scratch(), buckets, placement, clock);
    }

    @Override
    public ListBucketsResponse list() {
        return ListBucketsResponse.builder().buckets(buckets.list()).build();
    }

    @Override
    public HeadBucketResponse headBucket(HeadBucketRequest request) {
        Path unused = buckets.folder(request.bucket());
        return HeadBucketResponse.builder().build();
    }

    @Override
    public CreateBucketResponse createContainer(CreateBucketRequest request) {
        if (request.acl() != null && request.acl() != BucketCannedACL.PRIVATE) {
            throw onlyOwners();
        }
        buckets.create(request.bucket());
        return CreateBucketResponse.builder().build();
    }

    @Override
    public void deleteBucket(String bucket) {
        buckets.delete(bucket);
    }

    @Override
    public ListObjectsV2Response list(ListObjectsV2Request request) {
        String after = Optional.ofNullable(request.continuationToken())
                .or(() -> Optional.ofNullable(request.startAfter()))
                .orElse("");
        KeyListing listing = new KeyListing(
                buckets.folder(request.bucket()),
                Optional.ofNullable(request.prefix()).orElse(""),
                Optional.ofNullable(request.delimiter()).orElse(""),
                after,
                Optional.ofNullable(request.maxKeys()).orElse(MOST_KEYS));
        try {
            KeyListing.Page page = listing.read();
            Optional<String> next = listing.next();
            return ListObjectsV2Response.builder()
                    .contents(page.objects().stream()
                            .map(listed -> SdkResponses.objectEntry(
                                    listed.key(),
                                    listed.object().eTag(),
                                    listed.object().modified(),
                                    listed.object().size(),
                                    null))
                            .toList())
                    .commonPrefixes(page.prefixes().stream()
                            .map(SdkResponses::commonPrefix)
                            .toList())
                    .isTruncated(next.isPresent())
                    .nextContinuationToken(next.orElse(null))
                    .build();
        } catch (IOException e) {
            throw S3Errors.failed("The bucket " + request.bucket() + " was not listed", e);
        }
    }

    @Override
    public HeadObjectResponse blobMetadata(HeadObjectRequest request) {
        StoredObject object = reads.find(request.bucket(), request.key())
                .orElseThrow(() -> S3Errors.noSuchKey(request.bucket(), request.key()));
        return SdkResponses.toHead(object.response().build());
    }

    @Override
    public ResponseInputStream<GetObjectResponse> getBlob(GetObjectRequest request) {
        return reads.get(request);
    }

    @Override
    public PutObjectResponse putBlob(PutObjectRequest request, InputStream body) {
        expectPrivate(request.acl());
        return writes.put(request, body);
    }

    @Override
    public CopyObjectResponse copyBlob(CopyObjectRequest request) {
        expectPrivate(request.acl());
        return writes.copy(request);
    }

    @Override
    public DeleteObjectResponse removeBlob(DeleteObjectRequest request) {
        writes.delete(request);
        return DeleteObjectResponse.builder().build();
    }

    @Override
    public MultipartUpload initiateMultipartUpload(CreateMultipartUploadRequest request) {
        expectPrivate(request.acl());
        return new MultipartUpload(uploads.begin(request), request);
    }

    @Override
    public UploadPartResponse uploadMultipartPart(MultipartUpload upload, UploadPartRequest request, InputStream body) {
        return uploads.put(upload.id(), request, body);
    }

    @Override
    public List<Part> listMultipartUpload(MultipartUpload upload) {
        return uploads.parts(upload.id(), upload.containerName(), upload.blobName());
    }

    @Override
    public CompleteMultipartUploadResponse completeMultipartUpload(
            MultipartUpload upload, CompleteMultipartUploadRequest request) {
        return uploads.complete(upload.id(), request);
    }

    @Override
    public void abortMultipartUpload(MultipartUpload upload) {
        uploads.abort(upload.id(), upload.containerName(), upload.blobName());
    }

    @Override
    public List<software.amazon.awssdk.services.s3.model.MultipartUpload> listMultipartUploads(String bucket) {
        return uploads.of(bucket);
    }

    @Override
    public long getMinimumMultipartPartSize() {
        return LEAST_PART_BYTES;
    }

    @Override
    public BucketCannedACL getContainerAccess(String bucket) {
        Path unused = buckets.folder(bucket);
        return BucketCannedACL.PRIVATE;
    }

    @Override
    public void setContainerAccess(String bucket, BucketCannedACL access) {
        if (access != BucketCannedACL.PRIVATE) {
            throw onlyOwners();
        }
    }

    @Override
    public ObjectCannedACL getBlobAccess(String bucket, String key) {
        return ObjectCannedACL.PRIVATE;
    }

    @Override
    public void setBlobAccess(String bucket, String key, ObjectCannedACL access) {
        expectPrivate(access);
    }

    private static void expectPrivate(ObjectCannedACL access) {
        if (access != null && access != ObjectCannedACL.PRIVATE) {
            throw onlyOwners();
        }
    }

    private static RuntimeException onlyOwners() {
        return S3Errors.notImplemented(
                "Buckets and objects are their owner's alone here. Leave the ACL out, or make it 'private'.");
    }
}
