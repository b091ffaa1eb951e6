package sleeper.aws.s3;

import sleeper.core.error.InvalidRequestException;
import sleeper.core.error.TransientFailureException;
import sleeper.statestore.util.Surroundings;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** Tries whether a store keeps {@code If-None-Match} where it completes an upload: large files rest on it. */
public final class UploadProbe {
    private static final byte[] BYTES = {1};
    private static final String PUT = "s3:PutObject";

    private final S3Client client;
    private final String bucket;
    private final String key;
    private final String where;
    private final ProbeRequests requests;

    private UploadProbe(S3Client client, String bucket, String key, Surroundings surroundings) {
        this.client = client;
        this.bucket = bucket;
        this.key = key;
        this.where = "s3://" + bucket + "/" + key;
        this.requests = new ProbeRequests(where, surroundings);
    }

    /** As {@link S3Probe#check}, for uploads; two of one part are begun. Nothing is left, but an upload whose beginning had
     * no answer, until a probe of the next day. */
    public static void check(S3Client client, String bucket, String prefix, Surroundings surroundings) {
        ProbeLeavings earlier = new ProbeLeavings(client, bucket, prefix, surroundings);
        earlier.clearObjects();
        earlier.clearUploads();
        String key = prefix + "/" + ProbeLeavings.PREFIX + surroundings.ids().get();
        new UploadProbe(client, bucket, key, surroundings).check();
    }

    private void check() {
        String upload = "";
        try {
            upload = begin();
            if (!complete(upload)) {
                throw unusable("where nothing was, which was refused", "200 OK");
            }
            upload = begin();
            if (complete(upload)) {
                throw unusable("over an object, which was done", "412 Precondition Failed");
            }
        } catch (InvalidRequestException | TransientFailureException e) {
            clearAfter(e, upload);
            throw e;
        }
        clear(upload);
    }

    private InvalidRequestException unusable(String found, String allowed) {
        return S3Probe.unusable(where, "an upload completed under If-None-Match: * " + found, allowed);
    }

    private String begin() {
        return requests.repeatable(
                        PUT,
                        () -> client.createMultipartUpload(request -> request.bucket(bucket)
                                .key(key)
                                .checksumAlgorithm(ChecksumAlgorithm.CRC32_C)
                                .checksumType(ChecksumType.FULL_OBJECT)))
                .uploadId();
    }

    /** @return whether it was done, and not refused by its condition */
    private boolean complete(String upload) {
        String checksum = Crc32c.of(BYTES);
        String tag = requests.repeatable(
                        PUT,
                        () -> client.uploadPart(
                                request -> request.bucket(bucket)
                                        .key(key)
                                        .uploadId(upload)
                                        .partNumber(1)
                                        .checksumCRC32C(checksum),
                                RequestBody.fromBytes(BYTES)))
                .eTag();
        CompletedPart part = CompletedPart.builder()
                .partNumber(1)
                .eTag(tag)
                .checksumCRC32C(checksum)
                .build();
        CompleteMultipartUploadRequest complete = CompleteMultipartUploadRequest.builder()
                .bucket(bucket)
                .key(key)
                .uploadId(upload)
                .ifNoneMatch("*")
                .checksumCRC32C(checksum)
                .checksumType(ChecksumType.FULL_OBJECT)
                .multipartUpload(parts -> parts.parts(part))
                .build();
        return requests.conditional(PUT, () -> client.completeMultipartUpload(complete));
    }

    private void clearAfter(RuntimeException failure, String upload) {
        try {
            clear(upload);
        } catch (TransientFailureException e) {
            failure.addSuppressed(e);
        }
    }

    /** @param upload that is perhaps open; empty for none */
    private void clear(String upload) {
        try {
            if (!upload.isEmpty()) {
                requests.away(
                        "s3:AbortMultipartUpload",
                        () -> client.abortMultipartUpload(
                                request -> request.bucket(bucket).key(key).uploadId(upload)));
            }
        } finally {
            requests.away(
                    "s3:DeleteObject",
                    () -> client.deleteObject(request -> request.bucket(bucket).key(key)));
        }
    }
}
