package sleeper.aws.s3;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import sleeper.aws.client.AwsFailures;
import sleeper.aws.request.Answer;
import sleeper.aws.request.InFlight;
import sleeper.aws.request.Requests;
import sleeper.core.file.FileChangedException;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FileRange;
import sleeper.core.file.ReadableFile;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * Reads an object by ranges, each under the tag that was pinned. Ranges that lie near each other are one request, and several requests
 * are under way at once.
 */
final class S3ReadableFile implements ReadableFile {
    /** What lies between two ranges and is cheaper to read than to leave out: about what comes while a request waits. */
    private static final int NEAR_BYTES = 256 << 10;

    /** A joined request has at most so many bytes, so that many small ranges do not become one stream. */
    private static final int MOST_JOINED_BYTES = 8 << 20;

    private final S3Client client;
    private final Requests requests;
    private final InFlight inFlight;
    private final FileInfo info;

    S3ReadableFile(S3Client client, Requests requests, InFlight inFlight, FileInfo info) {
        this.client = client;
        this.requests = requests;
        this.inFlight = inFlight;
        this.info = info;
    }

    @Override
    public FileInfo info() {
        return info;
    }

    @Override
    public void readFully(long position, ByteBuffer into) throws IOException {
        expectInside(position, into);
        if (into.hasRemaining()) {
            read(new Joined(List.of(new FileRange(position, into))));
        }
    }

    @Override
    public void readFully(List<FileRange> ranges) throws IOException {
        for (FileRange range : ranges) {
            expectInside(range.position(), range.into());
        }
        List<Callable<Joined>> reads = new ArrayList<>();
        for (Joined joined : join(ranges)) {
            reads.add(() -> {
                read(joined);
                return joined;
            });
        }
        try {
            List<Joined> unused = reads.isEmpty() ? List.of() : inFlight.all(reads);
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    private void expectInside(long position, ByteBuffer into) throws EOFException {
        long end = position + into.remaining();
        if (end > info.version().lengthBytes()) {
            throw new EOFException(info.path() + " ends at " + info.version().lengthBytes() + ", before " + end);
        }
    }

    /** Ranges that one request brings, in the order of their positions; they may overlap. */
    private record Joined(List<FileRange> ranges) {
        long from() {
            return ranges.get(0).position();
        }

        long end() {
            return ranges.stream()
                    .mapToLong(range -> range.position() + range.into().remaining())
                    .max()
                    .orElseThrow();
        }
    }

    private static List<Joined> join(List<FileRange> ranges) {
        List<FileRange> sorted = ranges.stream()
                .filter(range -> range.into().hasRemaining())
                .sorted(Comparator.comparingLong(FileRange::position))
                .toList();
        List<Joined> joined = new ArrayList<>();
        List<FileRange> open = new ArrayList<>();
        for (FileRange range : sorted) {
            if (!open.isEmpty() && !isNear(new Joined(open), range)) {
                joined.add(new Joined(List.copyOf(open)));
                open.clear();
            }
            open.add(range);
        }
        if (!open.isEmpty()) {
            joined.add(new Joined(List.copyOf(open)));
        }
        return joined;
    }

    private static boolean isNear(Joined open, FileRange next) {
        long end = next.position() + next.into().remaining();
        return next.position() <= open.end() + NEAR_BYTES && end - open.from() <= MOST_JOINED_BYTES;
    }

    private void read(Joined joined) throws IOException {
        String bounds = joined.from() + "-" + (joined.end() - 1);
        Optional<String> other;
        try {
            other = requests.repeatable(() -> client.getObject(
                    request -> request.bucket(info.path().bucket())
                            .key(info.path().key())
                            .range("bytes=" + bounds)
                            .ifMatch(info.version().tag()),
                    ResponseTransformer.unmanaged((answer, body) -> {
                        if (!brings(answer, joined, bounds)) {
                            body.abort();
                            return Optional.of(Objects.requireNonNullElse(answer.contentRange(), "all of the object"));
                        }
                        fill(joined, body);
                        return Optional.empty();
                    })));
        } catch (SdkException e) {
            throw failed(e);
        }
        if (other.isPresent()) {
            throw new IOException("s3://" + info.path() + ": s3:GetObject was asked for bytes " + bounds
                    + ", and answered with " + other.get()
                    + ": the server, or a proxy before it, does not keep Range; use one that does");
        }
    }

    /** A server may ignore Range, and its first bytes would be taken for the range (RFC 9110, 14.2); one need not where all was asked. */
    private boolean brings(GetObjectResponse answer, Joined joined, String bounds) {
        long length = info.version().lengthBytes();
        return answer.contentRange() == null
                ? joined.from() == 0 && joined.end() == length
                : answer.contentRange().equals("bytes " + bounds + "/" + length);
    }

    /** A try that breaks off is made anew from its first byte: no buffer is moved on before all bytes are there. */
    private static void fill(Joined joined, InputStream body) throws IOException {
        try (body) {
            if (joined.ranges().size() == 1) {
                ByteBuffer into = joined.ranges().get(0).into();
                fill(into.duplicate(), body);
                into.position(into.limit());
                return;
            }
            ByteBuffer all = ByteBuffer.allocate((int) (joined.end() - joined.from()));
            fill(all, body);
            for (FileRange range : joined.ranges()) {
                int from = (int) (range.position() - joined.from());
                range.into().put(all.array(), from, range.into().remaining());
            }
        }
    }

    private static void fill(ByteBuffer into, InputStream body) throws IOException {
        ReadableByteChannel bytes = Channels.newChannel(body);
        while (into.hasRemaining()) {
            if (bytes.read(into) < 0) {
                throw new EOFException("an answer that was cut short");
            }
        }
    }

    private IOException failed(SdkException e) {
        Answer answer = Answer.of(e);
        if (answer == Answer.CONDITION_FAILED) {
            return new FileChangedException(info.path(), info.version(), "another content");
        }
        if (S3Objects.isMissingObject(e)) {
            return new FileChangedException(info.path(), info.version(), "no file");
        }
        return AwsFailures.ofFile("s3://" + info.path(), "s3:GetObject", e);
    }

    @Override
    public void close() {
        // No connection is held between two calls.
    }
}
