package sleeper.aws.s3;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.FileAlreadyExistsException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sleeper.aws.client.AwsFailures;
import sleeper.aws.request.Answer;
import sleeper.aws.request.Requests;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FileOutcomeUnknownException;
import sleeper.core.file.FilePath;
import sleeper.core.file.WritableFile;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * A file on its way to S3: put whole if it is no longer than a part, an upload otherwise, in each case under the condition that there
 * is none. A request whose answer is lost is settled by a look: the writer's id is in the object's metadata.
 */
final class S3WritableFile implements WritableFile {
    /** 10,000 parts are allowed, so that a file may have 78 GiB. */
    static final int PART_BYTES = 8 << 20;

    private static final String WRITER = "writer";

    private final S3Client client;
    private final Requests requests;
    private final InFlight inFlight;
    private final FilePath path;
    private final Map<String, String> metadata;
    private ByteBuffer part = ByteBuffer.allocate(PART_BYTES);
    private Optional<S3Upload> upload = Optional.empty();
    private long position;
    private boolean ended;

    S3WritableFile(S3Client client, Requests requests, InFlight inFlight, FilePath path, String writerId) {
        this.client = client;
        this.requests = requests;
        this.inFlight = inFlight;
        this.path = path;
        this.metadata = Map.of(WRITER, writerId);
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        if (ended) {
            throw new ClosedChannelException();
        }
        position += bytes.remaining();
        while (bytes.hasRemaining()) {
            if (!part.hasRemaining()) {
                sendPart();
            }
            int length = Math.min(part.remaining(), bytes.remaining());
            part.put(bytes.slice().limit(length));
            bytes.position(bytes.position() + length);
        }
    }

    private void sendPart() throws IOException {
        if (upload.isEmpty()) {
            upload = Optional.of(S3Upload.begin(client, requests, inFlight, path, metadata));
        }
        upload.get().add(part.flip());
        part = ByteBuffer.allocate(PART_BYTES);
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public FileInfo commit() throws IOException {
        if (ended) {
            throw new ClosedChannelException();
        }
        if (upload.isPresent()) {
            if (part.position() > 0) {
                sendPart();
            }
            List<CompletedPart> parts = upload.get().parts();
            return ended(() -> complete(upload.get(), parts));
        }
        ByteBuffer whole = part.flip();
        return ended(() -> put(whole));
    }

    private void put(ByteBuffer whole) {
        String checksum = Crc32c.of(whole);
        var unused = requests.once(() -> client.putObject(
                request -> request.bucket(path.bucket())
                        .key(path.key())
                        .ifNoneMatch("*")
                        .metadata(metadata)
                        .checksumCRC32C(checksum),
                RequestBody.fromRemainingByteBuffer(whole.duplicate())));
    }

    /**
     * Sent once, whatever the answer. After 409 S3 wants the upload to be made anew with all its parts, and they are not here any more:
     * the file is not there, and its writer writes another.
     */
    private void complete(S3Upload done, List<CompletedPart> parts) {
        var unused = client.completeMultipartUpload(request -> request.bucket(path.bucket())
                .key(path.key())
                .uploadId(done.id())
                .ifNoneMatch("*")
                .multipartUpload(all -> all.parts(parts)));
    }

    private FileInfo ended(Runnable request) throws IOException {
        try {
            request.run();
        } catch (SdkException e) {
            return settled(e);
        }
        ended = true;
        HeadObjectResponse head = head().orElseThrow(() ->
                new FileOutcomeUnknownException(path, new IOException("it is gone after it was written")));
        return S3FileStore.info(path, head);
    }

    /** @return the file if it is there and this writer's */
    private FileInfo settled(SdkException failure) throws IOException {
        Answer answer = Answer.of(failure);
        IOException words = AwsFailures.ofFile("s3://" + path, "s3:PutObject", failure);
        // An upload that is not there any more may have been completed by a request before.
        boolean open = answer == Answer.UNKNOWN || (answer == Answer.NOT_FOUND && upload.isPresent());
        if (!open && answer != Answer.CONDITION_FAILED) {
            throw words;
        }
        Optional<HeadObjectResponse> head;
        try {
            head = head();
        } catch (IOException e) {
            throw new FileOutcomeUnknownException(path, words);
        }
        if (head.filter(this::isOurs).isPresent()) {
            ended = true;
            return S3FileStore.info(path, head.get());
        }
        // While another's file is there, a request of ours that is still on its way is refused.
        if (answer == Answer.CONDITION_FAILED || head.isPresent()) {
            throw new FileAlreadyExistsException(path.toString());
        }
        if (answer == Answer.NOT_FOUND) {
            throw words;
        }
        throw new FileOutcomeUnknownException(path, words);
    }

    private boolean isOurs(HeadObjectResponse head) {
        return metadata.get(WRITER).equals(head.metadata().get(WRITER)) && head.contentLength() == position;
    }

    private Optional<HeadObjectResponse> head() throws IOException {
        try {
            return Optional.of(requests.repeatable(() ->
                    client.headObject(request -> request.bucket(path.bucket()).key(path.key()))));
        } catch (SdkException e) {
            if (Answer.of(e) == Answer.NOT_FOUND) {
                return Optional.empty();
            }
            throw AwsFailures.ofFile("s3://" + path, "s3:GetObject", e);
        }
    }

    @Override
    public void close() throws IOException {
        boolean was = ended;
        ended = true;
        if (!was && upload.isPresent()) {
            upload.get().abort();
        }
    }
}
