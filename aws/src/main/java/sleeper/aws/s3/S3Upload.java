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
import sleeper.aws.request.InFlight;
import sleeper.aws.request.Requests;
import sleeper.core.file.FilePath;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * An upload in parts, several of them under way. A part may be sent again: the last one of a number counts. For one thread.
 *
 * <p>Each part is sent with its CRC32C, and the whole with the CRC32C of all bytes (checksum type {@code FULL_OBJECT}), which S3
 * computes from the parts' own; so a part that is lost or in another's place is found before the file is there. Its length is not sent
 * beside it ({@code x-amz-mp-object-size}): it would find no more, and not every server knows it.
 */
final class S3Upload {
    /** Parts of the first size that are under way at once; of larger ones as many as have the same bytes, at least one. */
    static final int PARTS_IN_FLIGHT = 4;

    private final S3Client client;
    private final Requests requests;
    private final InFlight inFlight;
    private final FilePath path;
    private final String id;
    private final long mostBytesUnderWay;
    private final Deque<UnderWay> underWay = new ArrayDeque<>();
    private final List<CompletedPart> parts = new ArrayList<>();
    private int begun;
    private long bytesUnderWay;
    private long bytesSent;

    private record UnderWay(Future<CompletedPart> part, int bytes) {}

    /**
     * An upload that can be completed.
     *
     * @param parts in order
     */
    record Parts(String id, List<CompletedPart> parts, long lengthBytes) {
        Parts {
            parts = List.copyOf(parts);
        }
    }

    private S3Upload(S3Client client, Requests requests, InFlight inFlight, FilePath path, String id, PartSizes sizes) {
        this.client = client;
        this.requests = requests;
        this.inFlight = inFlight;
        this.path = path;
        this.id = id;
        this.mostBytesUnderWay = (long) PARTS_IN_FLIGHT * sizes.firstBytes();
    }

    /** An upload whose creation had no answer may be there: it is unfinished, and collected as such. */
    static S3Upload begin(
            S3Client client,
            Requests requests,
            InFlight inFlight,
            FilePath path,
            Map<String, String> metadata,
            PartSizes sizes)
            throws IOException {
        try {
            String id = requests.repeatable(() -> client.createMultipartUpload(request -> request.bucket(path.bucket())
                            .key(path.key())
                            .metadata(metadata)
                            .checksumAlgorithm(ChecksumAlgorithm.CRC32_C)
                            .checksumType(ChecksumType.FULL_OBJECT)))
                    .uploadId();
            return new S3Upload(client, requests, inFlight, path, id, sizes);
        } catch (SdkException e) {
            throw AwsFailures.ofFile("s3://" + path, "s3:PutObject", e);
        }
    }

    /** @param bytes are the upload's until its part is sent */
    void add(ByteBuffer bytes) throws IOException {
        int length = bytes.remaining();
        while (!underWay.isEmpty() && bytesUnderWay + length > mostBytesUnderWay) {
            endOldest();
        }
        int number = ++begun;
        underWay.add(new UnderWay(inFlight.start(() -> send(number, bytes)), length));
        bytesUnderWay += length;
    }

    private void endOldest() throws IOException {
        UnderWay oldest = underWay.remove();
        bytesUnderWay -= oldest.bytes();
        parts.add(ended(oldest.part()));
        bytesSent += oldest.bytes();
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

    /**
     * Waits for all parts.
     *
     * @param lengthBytes that they must have together
     */
    Parts parts(long lengthBytes) throws IOException {
        while (!underWay.isEmpty()) {
            endOldest();
        }
        if (bytesSent != lengthBytes || parts.size() != begun) {
            throw new IOException("File " + path + " was not written: its " + parts.size() + " parts have " + bytesSent
                    + " bytes of " + lengthBytes + ".");
        }
        return new Parts(id, parts, lengthBytes);
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
                endOldest();
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
