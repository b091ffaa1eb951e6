package sleeper.s3server.awssdk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import sleeper.core.file.FileVersion;
import sleeper.statestore.file.BucketFolders;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * A file as an object: what it is at one moment.
 *
 * @param real     where it lies, links followed
 * @param version  its length, and the tag that changes when it is written again
 * @param modified to the second, as S3 tells it
 * @param note     what a client said of it, if a client put it as it is
 */
record StoredObject(Path real, FileVersion version, Instant modified, Optional<ObjectNote> note) {
    private static final int MOST_TRIES = 10;

    /** @return empty if no regular file is there */
    static Optional<StoredObject> find(Path real) throws IOException {
        try {
            Optional<FileVersion> found = BucketFolders.version(real);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            FileVersion version = found.get();
            Instant modified = Files.getLastModifiedTime(real).toInstant().truncatedTo(ChronoUnit.SECONDS);
            return Optional.of(new StoredObject(real, version, modified, ObjectNote.read(real, version.tag())));
        } catch (AccessDeniedException e) {
            throw e;
        } catch (FileSystemException e) {
            if (Files.exists(real, LinkOption.NOFOLLOW_LINKS)) {
                throw e;
            }
            // Gone, or below a file: nothing is there.
            return Optional.empty();
        }
    }

    /** A file that is open, and what is known of just that file. */
    record Opened(StoredObject object, FileChannel channel) {}

    /** Opens a file that may be replaced at any time: what is told of it is of the one that is read. */
    static Optional<Opened> open(Path real) throws IOException {
        for (int tries = 1; ; tries++) {
            Optional<StoredObject> before = find(real);
            if (before.isEmpty()) {
                return Optional.empty();
            }
            FileChannel channel;
            try {
                channel = FileChannel.open(real, StandardOpenOption.READ);
            } catch (NoSuchFileException e) {
                return Optional.empty();
            }
            if (find(real).equals(before)) {
                return Optional.of(new Opened(before.get(), channel));
            }
            channel.close();
            if (tries == MOST_TRIES) {
                throw new IOException(real + " changes faster than it can be opened");
            }
        }
    }

    /** @return without quotes; with a dash where it is no digest of the content, as clients know it */
    String eTag() {
        return note.map(ObjectNote::eTag).orElseGet(version::tag);
    }

    long size() {
        return version.lengthBytes();
    }

    /** @return what is told of the whole object */
    GetObjectResponse.Builder response() {
        GetObjectResponse.Builder response = GetObjectResponse.builder()
                .eTag('"' + eTag() + '"')
                .contentLength(size())
                .lastModified(modified);
        ObjectHeaders.tell(
                note.map(ObjectNote::headers).orElse(Map.of()),
                note.map(ObjectNote::user).orElse(Map.of()),
                response);
        return response;
    }
}
