package sleeper.deploy.end;

import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.TransientFailureException;
import sleeper.deploy.aws.AwsCalls;
import sleeper.deploy.aws.DeployClients;
import software.amazon.awssdk.services.s3.model.Delete;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;

/** Empties buckets: all objects, their old versions, and uploads that did not come to their end. */
final class Buckets {
    private static final String NOT_EMPTIED = "A bucket was not emptied.";
    private static final String DELETE = "s3:DeleteObjectVersion";
    private static final Set<String> MISSING = Set.of("NoSuchBucket");

    private final DeployClients clients;
    private final AwsCalls calls;

    Buckets(DeployClients clients, AwsCalls calls) {
        this.clients = clients;
        this.calls = calls;
    }

    /** @return how many versions of objects, and marks of deleted ones, were deleted; none if there is no such bucket */
    long empty(String bucket) {
        long deleted = 0;
        List<ObjectIdentifier> page = firstPage(bucket);
        while (!page.isEmpty()) {
            delete(bucket, page);
            deleted += page.size();
            page = nextFirst(bucket, page, () -> firstPage(bucket));
        }
        List<MultipartUpload> uploads = firstUploads(bucket);
        while (!uploads.isEmpty()) {
            uploads.forEach(upload -> abort(bucket, upload));
            uploads = nextFirst(bucket, uploads, () -> firstUploads(bucket));
        }
        return deleted;
    }

    /** What is deleted is not listed again, so that each page is the first; one that comes again would come for ever. */
    private static <T> List<T> nextFirst(String bucket, List<T> former, Supplier<List<T>> first) {
        List<T> next = first.get();
        if (next.equals(former)) {
            throw notEmptied(
                    ErrorCode.UNAVAILABLE,
                    "s3://" + bucket,
                    "what was deleted is still listed, such as " + next.get(0),
                    "Look at what the bucket's objects are held by, and run the command again.");
        }
        return next;
    }

    private List<ObjectIdentifier> firstPage(String bucket) {
        return calls.askAbout(
                        NOT_EMPTIED,
                        "s3:ListBucketVersions",
                        "s3://" + bucket,
                        MISSING,
                        () -> clients.s3().listObjectVersions(request -> request.bucket(bucket)))
                .map(Buckets::identifiers)
                .orElse(List.of());
    }

    private static List<ObjectIdentifier> identifiers(ListObjectVersionsResponse page) {
        return Stream.concat(
                        page.versions().stream().map(version -> identifier(version.key(), version.versionId())),
                        page.deleteMarkers().stream().map(marker -> identifier(marker.key(), marker.versionId())))
                .toList();
    }

    private static ObjectIdentifier identifier(String key, String version) {
        return ObjectIdentifier.builder().key(key).versionId(version).build();
    }

    private void delete(String bucket, List<ObjectIdentifier> objects) {
        calls.askAbout(
                        NOT_EMPTIED,
                        DELETE,
                        "s3://" + bucket,
                        MISSING,
                        () -> clients.s3()
                                .deleteObjects(request -> request.bucket(bucket)
                                        .delete(Delete.builder()
                                                .objects(objects)
                                                .quiet(true)
                                                .build())))
                .flatMap(response -> response.errors().stream().findFirst())
                .ifPresent(error -> {
                    throw refused(bucket, error);
                });
    }

    private static TransientFailureException refused(String bucket, S3Error error) {
        boolean denied = "AccessDenied".equals(error.code());
        return notEmptied(
                denied ? ErrorCode.FILE_FORBIDDEN : ErrorCode.UNAVAILABLE,
                "s3://" + bucket + "/" + error.key(),
                DELETE + " was answered by " + error.code() + " (" + error.message() + ")",
                denied
                        ? "Permit it, or take away what holds the object, and run the command again."
                        : "Run the command again: it goes on from there.");
    }

    private static TransientFailureException notEmptied(ErrorCode code, String where, String found, String action) {
        return new TransientFailureException(NOT_EMPTIED, List.of(new Fault(code, where, found, "", action)), null);
    }

    private List<MultipartUpload> firstUploads(String bucket) {
        return calls.askAbout(
                        NOT_EMPTIED,
                        "s3:ListBucketMultipartUploads",
                        "s3://" + bucket,
                        MISSING,
                        () -> clients.s3().listMultipartUploads(request -> request.bucket(bucket)))
                .map(ListMultipartUploadsResponse::uploads)
                .orElse(List.of());
    }

    private void abort(String bucket, MultipartUpload upload) {
        var unused = calls.askAbout(
                NOT_EMPTIED,
                "s3:AbortMultipartUpload",
                "s3://" + bucket + "/" + upload.key(),
                Set.of("NoSuchUpload", "NoSuchBucket"),
                () -> clients.s3()
                        .abortMultipartUpload(request ->
                                request.bucket(bucket).key(upload.key()).uploadId(upload.uploadId())));
    }
}
