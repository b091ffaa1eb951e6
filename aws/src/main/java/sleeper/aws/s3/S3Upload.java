package sleeper.aws.s3;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import sleeper.aws.client.AwsFailures;
import sleeper.aws.request.Answer;
import sleeper.aws.request.Requests;
import sleeper.core.file.FilePath;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** An upload in parts, several of them under way. A part may be sent again: the last one of a number counts. For one thread. */
final class S3Upload {
    /** Parts that are held at once, and so the memory that a file takes: as many parts, and the one being filled. */
    static final int PARTS_IN_FLIGHT = 4;

    private final S3Client client;
    private final Requests requests;
    private final InFlight inFlight;
    private final FilePath path;
    private final String id;
    private final Deque<Future<CompletedPart>> underWay = new ArrayDeque<>();
    private final List<CompletedPart> parts = new ArrayList<>();
    private int begun;

    private S3Upload(S3Client client, Requests requests, InFlight inFlight, FilePath path, String id) {
        this.client = client;
        this.requests = requests;
        this.inFlight = inFlight;
        this.path = path;
        this.id = id;
    }

    /** An upload whose creation had no answer may be there: it is unfinished, and collected as such. */
    static S3Upload begin(
            S3Client client, Requests requests, InFlight inFlight, FilePath path, Map<String, String> metadata)
            throws IOException {
        try {
            String id = requests.repeatable(() -> client.createMultipartUpload(request -> request.bucket(path.bucket())
                            .key(path.key())
                            .metadata(metadata)
                            .checksumAlgorithm(ChecksumAlgorithm.CRC32_C)))
                    .uploadId();
            return new S3Upload(client, requests, inFlight, path, id);
        } catch (SdkException e) {
            throw AwsFailures.ofFile("s3://" + path, "s3:PutObject", e);
        }
    }

    String id() {
        return id;
    }

    /** @param bytes are the upload's until its part is sent */
    void add(ByteBuffer bytes) throws IOException {
        if (underWay.size() == PARTS_IN_FLIGHT) {
            parts.add(ended(underWay.remove()));
        }
        int number = ++begun;
        underWay.add(inFlight.start(() -> send(number, bytes)));
    }

    private CompletedPart send(int number, ByteBuffer bytes) throws IOException {
        String checksum = Crc32c.of(bytes);
        try {
            UploadPartResponse answer = requests.repeatable(() -> client.uploadPart(
                    request -> request.bucket(path.bucket())
                            .key(path.key())
                            .uploadId(id)
                            .partNumber(number)
                            .checksumCRC32C(checksum),
                    RequestBody.fromRemainingByteBuffer(bytes.duplicate())));
            return CompletedPart.builder()
                    .partNumber(number)
                    .eTag(answer.eTag())
                    .checksumCRC32C(checksum)
                    .build();
        } catch (SdkException e) {
            throw AwsFailures.ofFile("s3://" + path, "s3:PutObject", e);
        }
    }

    /** @return all parts, in order, once they are there */
    List<CompletedPart> parts() throws IOException {
        while (!underWay.isEmpty()) {
            parts.add(ended(underWay.remove()));
        }
        return parts;
    }

    private static CompletedPart ended(Future<CompletedPart> part) throws IOException {
        try {
            return InFlight.await(part);
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    /** Parts that are under way may come after an abort and stay, so they are waited for, however they end. */
    void abort() throws IOException {
        while (!underWay.isEmpty()) {
            try {
                CompletedPart unused = ended(underWay.remove());
            } catch (IOException | RuntimeException e) {
                // What is aborted may have failed.
            }
        }
        abort(client, requests, path, id);
    }

    static void abort(S3Client client, Requests requests, FilePath path, String id) throws IOException {
        try {
            var unused = requests.repeatable(() -> client.abortMultipartUpload(
                    request -> request.bucket(path.bucket()).key(path.key()).uploadId(id)));
        } catch (SdkException e) {
            if (Answer.of(e) != Answer.NOT_FOUND) {
                throw AwsFailures.ofFile("s3://" + path, "s3:AbortMultipartUpload", e);
            }
        }
    }
}
