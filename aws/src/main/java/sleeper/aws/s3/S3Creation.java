package sleeper.aws.s3;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import sleeper.aws.client.AwsFailures;
import sleeper.aws.request.Answer;
import sleeper.aws.request.InFlight;
import sleeper.aws.request.Requests;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FileOutcomeUnknownException;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileVersion;
import sleeper.statestore.util.Surroundings;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/**
 * The one request that makes a file visible, under the condition that there is none, and what became of it.
 *
 * <p>A try ends in one of these ways:
 *
 * <ol>
 *   <li>Done: the file is there, and its tag is in the answer. There is no look.
 *   <li>Nothing done, for a reason that passes: {@link Requests} sends it again.
 *   <li>Nothing done, for another reason: the file is not there and will not be.
 *   <li>Refused by the condition, or for want of the upload: a look says whether the file is this writer's, by the id in its metadata.
 *   <li>Open: a look may find the file. If it finds none, the same is sent again; the condition lets only one of the tries be done.
 * </ol>
 *
 * <p>After an open try nothing but this writer's own file decides: if another's is there, it may be deleted before the try arrives.
 */
final class S3Creation {
    private static final String WRITER = "writer";
    private static final int MOST_OPEN_TRIES = 4;
    private static final Duration LEAST_WAIT = Duration.ofMillis(100);
    private static final Duration MOST_WAIT = Duration.ofSeconds(5);

    private final S3Client client;
    private final InFlight inFlight;
    private final Surroundings surroundings;
    private final Requests requests;
    private final FilePath path;
    private final String writerId;

    S3Creation(S3Client client, InFlight inFlight, Surroundings surroundings, FilePath path) {
        this.client = client;
        this.inFlight = inFlight;
        this.surroundings = surroundings;
        this.requests = new Requests(surroundings);
        this.path = path;
        this.writerId = surroundings.ids().get();
    }

    FilePath path() {
        return path;
    }

    S3Upload beginUpload(PartSizes sizes) throws IOException {
        return S3Upload.begin(client, requests, inFlight, path, metadata(), sizes);
    }

    private Map<String, String> metadata() {
        return Map.of(WRITER, writerId);
    }

    /**
     * A body that was cut short may be read as an answer that says nothing: that leaves the request open.
     *
     * @param tag what a request was answered that was done
     * @return the tag as a look gives it
     */
    private static String quoted(String tag) {
        if (tag == null || tag.isBlank()) {
            throw SdkClientException.create("The answer was cut short: it has no ETag.");
        }
        return tag.startsWith("\"") ? tag : '"' + tag + '"';
    }

    /**
     * What a file that this writer has made is known by.
     *
     * @param checksum of the whole file, as {@link Crc32c} encodes it
     */
    private record Content(long lengthBytes, String checksum) {}

    /** @param whole the file's content */
    FileInfo put(ByteBuffer whole) throws IOException {
        Content content = new Content(whole.remaining(), Crc32c.of(whole));
        return settled(content, Answer::mayBeSentAgain, () -> {
            PutObjectResponse answer = client.putObject(
                    request -> request.bucket(path.bucket())
                            .key(path.key())
                            .ifNoneMatch("*")
                            .metadata(metadata())
                            .checksumCRC32C(content.checksum()),
                    RequestBody.fromRemainingByteBuffer(whole.duplicate()));
            return quoted(answer.eTag());
        });
    }

    /**
     * After 409 S3 wants the upload to be made anew with all its parts, which are not here any more: the file is not there, and its
     * writer writes another.
     *
     * @param checksum of the whole file, as {@link Crc32c} encodes it
     */
    FileInfo complete(S3Upload.Parts upload, String checksum) throws IOException {
        Content content = new Content(upload.lengthBytes(), checksum);
        return settled(content, answer -> answer.mayBeSentAgain() && answer != Answer.CONFLICT, () -> {
            CompleteMultipartUploadResponse answer =
                    client.completeMultipartUpload(request -> request.bucket(path.bucket())
                            .key(path.key())
                            .uploadId(upload.id())
                            .ifNoneMatch("*")
                            .checksumType(ChecksumType.FULL_OBJECT)
                            .checksumCRC32C(checksum)
                            .multipartUpload(all -> all.parts(upload.parts())));
            return quoted(answer.eTag());
        });
    }

    /**
     * @param again   the answers after which {@link Requests} sends the request again
     * @param request gives the tag of what it made
     */
    private FileInfo settled(Content content, Predicate<Answer> again, Supplier<String> request) throws IOException {
        boolean open = false;
        for (int tries = 1; ; tries++) {
            SdkException failure;
            try {
                String tag = requests.once(request, again);
                return new FileInfo(path, new FileVersion(content.lengthBytes(), tag));
            } catch (SdkException e) {
                failure = e;
            }
            Answer answer = Answer.of(failure);
            open |= answer == Answer.UNKNOWN;
            IOException words = AwsFailures.ofFile("s3://" + path, "s3:PutObject", failure);
            boolean refused = answer == Answer.CONDITION_FAILED || S3Objects.isMissingObject(failure);
            if (!open && !refused) {
                throw words;
            }
            Optional<HeadObjectResponse> there = look(words);
            if (there.filter(file -> isOurs(file, content)).isPresent()) {
                return S3FileStore.info(path, there.get());
            }
            if (!open) {
                throw answer == Answer.CONDITION_FAILED ? new FileAlreadyExistsException(path.toString()) : words;
            }
            boolean another = answer == Answer.UNKNOWN && there.isEmpty() && tries < MOST_OPEN_TRIES;
            if (!another || Thread.currentThread().isInterrupted()) {
                throw new FileOutcomeUnknownException(path, words);
            }
            surroundings.backOff(tries, LEAST_WAIT, MOST_WAIT);
        }
    }

    private Optional<HeadObjectResponse> look(IOException why) throws IOException {
        try {
            return head();
        } catch (SdkException e) {
            why.addSuppressed(e);
            throw new FileOutcomeUnknownException(path, why);
        }
    }

    private Optional<HeadObjectResponse> head() {
        try {
            return Optional.of(requests.repeatable(() -> client.headObject(
                    request -> request.bucket(path.bucket()).key(path.key()).checksumMode(ChecksumMode.ENABLED))));
        } catch (SdkException e) {
            if (Answer.of(e) == Answer.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Not all servers give checksums. */
    private boolean isOurs(HeadObjectResponse file, Content content) {
        return writerId.equals(file.metadata().get(WRITER))
                && file.contentLength() == content.lengthBytes()
                && (file.checksumCRC32C() == null || file.checksumCRC32C().equals(content.checksum()));
    }
}
