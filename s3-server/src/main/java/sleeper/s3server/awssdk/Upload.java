package sleeper.s3server.awssdk;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.gaul.s3proxy.blobstore.SdkResponses;
import sleeper.core.file.FilePath;
import sleeper.statestore.file.OwnerOnly;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/** An upload that is neither complete nor aborted. Thread-safe. */
final class Upload {
    private final Path folder;
    private final FilePath path;
    private final ObjectHeaders headers;
    private final Instant begun;
    private final NavigableMap<Integer, Stored> parts = new ConcurrentSkipListMap<>();
    private final AtomicLong files = new AtomicLong();

    /** A part that is there, whole. */
    record Stored(Path file, long bytes, String eTag, Instant at) {}

    /**
     * @param folder for the parts; made, and this upload's alone
     * @param path   where the object is to be
     */
    Upload(Path folder, FilePath path, ObjectHeaders headers, Instant begun) {
        this.folder = folder;
        this.path = path;
        this.headers = headers;
        this.begun = begun;
    }

    FilePath path() {
        return path;
    }

    ObjectHeaders headers() {
        return headers;
    }

    Instant begun() {
        return begun;
    }

    /**
     * Takes a part. One of the same number is replaced once this one is whole.
     *
     * @return its ETag
     * @throws NoSuchFileException if the upload was aborted
     */
    String take(UploadPartRequest request, InputStream body) throws IOException {
        Path file = folder.resolve(request.partNumber() + "-" + files.incrementAndGet());
        boolean whole = false;
        try (FileChannel channel = FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OwnerOnly.file())) {
            Staging taken = Staging.take(body, channel, request.contentLength(), request.contentMD5());
            Instant at = Files.getLastModifiedTime(file).toInstant();
            Stored before = parts.put(request.partNumber(), new Stored(file, taken.bytes(), taken.eTag(), at));
            whole = true;
            if (before != null) {
                Files.deleteIfExists(before.file());
            }
            return taken.eTag();
        } finally {
            if (!whole) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** @return null if there is no such part */
    Stored part(int number) {
        return parts.get(number);
    }

    List<Part> parts() {
        return parts.entrySet().stream()
                .map(part -> SdkResponses.part(
                        part.getKey(),
                        part.getValue().bytes(),
                        part.getValue().eTag(),
                        part.getValue().at()))
                .toList();
    }

    /** Deletes what is there of it. A part that still comes fails, and is deleted with its file. */
    void clear() throws IOException {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
            for (Path file : all) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(folder);
    }
}
