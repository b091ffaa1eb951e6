package sleeper.deploy.end;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.TransientFailureException;
import sleeper.deploy.aws.AwsCalls;
import sleeper.deploy.aws.DeployClients;
import software.amazon.awssdk.services.s3.model.Delete;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;

/** Empties buckets: all objects, their old versions, and uploads that did not come to their end. */
final class Buckets {
    private static final String NOT_EMPTIED = "A bucket was not emptied.";
    private static final Set<String> MISSING = Set.of("NoSuchBucket");

    private final DeployClients clients;
    private final AwsCalls calls;

    Buckets(DeployClients clients, AwsCalls calls) {
        this.clients = clients;
        this.calls = calls;
    }

    /** @return how many versions of objects were deleted */
    long empty(String bucket) {
        long deleted = 0;
        while (true) {
            // What is deleted is not listed again, so that each page is the first.
            List<ObjectIdentifier> page = calls.askAbout(
                            NOT_EMPTIED,
                            "s3:ListBucketVersions",
                            "s3://" + bucket,
                            MISSING,
                            () -> clients.s3().listObjectVersions(request -> request.bucket(bucket)))
                    .map(Buckets::identifiers)
                    .orElse(List.of());
            if (page.isEmpty()) {
                abortUploads(bucket);
                return deleted;
            }
            delete(bucket, page);
            deleted += page.size();
        }
    }

    private static List<ObjectIdentifier> identifiers(ListObjectVersionsResponse page) {
        return Stream.concat(
                        page.versions().stream()
                                .map(version -> ObjectIdentifier.builder()
                                        .key(version.key())
                                        .versionId(version.versionId())
                                        .build()),
                        page.deleteMarkers().stream()
                                .map(marker -> ObjectIdentifier.builder()
                                        .key(marker.key())
                                        .versionId(marker.versionId())
                                        .build()))
                .toList();
    }

    private void delete(String bucket, List<ObjectIdentifier> objects) {
        DeleteObjectsResponse response = calls.ask(
                NOT_EMPTIED,
                "s3:DeleteObjectVersion",
                "s3://" + bucket,
                () -> clients.s3()
                        .deleteObjects(request -> request.bucket(bucket)
                                .delete(Delete.builder()
                                        .objects(objects)
                                        .quiet(true)
                                        .build())));
        if (response.hasErrors() && !response.errors().isEmpty()) {
            var first = response.errors().get(0);
            throw new TransientFailureException(
                    NOT_EMPTIED,
                    List.of(new Fault(
                            ErrorCode.FILE_FORBIDDEN,
                            "s3://" + bucket + "/" + first.key(),
                            "s3:DeleteObjectVersion was answered by " + first.code() + " (" + first.message() + ")",
                            "",
                            "Permit it, and run the command again.")),
                    null);
        }
    }

    private void abortUploads(String bucket) {
        calls.askAbout(
                        NOT_EMPTIED,
                        "s3:ListBucketMultipartUploads",
                        "s3://" + bucket,
                        MISSING,
                        () -> clients.s3().listMultipartUploads(request -> request.bucket(bucket)))
                .map(ListMultipartUploadsResponse::uploads)
                .orElse(List.of())
                .forEach(upload -> {
                    var unused = calls.askAbout(
                            NOT_EMPTIED,
                            "s3:AbortMultipartUpload",
                            "s3://" + bucket + "/" + upload.key(),
                            Set.of("NoSuchUpload"),
                            () -> clients.s3()
                                    .abortMultipartUpload(request -> request.bucket(bucket)
                                            .key(upload.key())
                                            .uploadId(upload.uploadId())));
                });
    }
}
