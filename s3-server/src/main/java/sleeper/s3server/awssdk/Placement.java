package sleeper.s3server.awssdk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import org.gaul.s3proxy.blobstore.S3Exceptions;
import sleeper.core.file.FilePath;
import sleeper.statestore.file.BucketFolders;
import sleeper.statestore.file.LocalFileStore;
import sleeper.statestore.file.StagedFile;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;

/**
 * Gives whole files their place, and takes files away, under the conditions of S3. A condition that names an ETag is looked at and kept in
 * two steps, which a lock of this process holds together: whoever writes into a bucket without S3 creates files and replaces none.
 * Thread-safe.
 */
final class Placement {
    private static final String ABSENT = "*";

    private final BucketFolders folders;
    private final LocalFileStore files;
    private final ReentrantLock[] locks =
            IntStream.range(0, 64).mapToObj(i -> new ReentrantLock()).toArray(ReentrantLock[]::new);

    Placement(BucketFolders folders, LocalFileStore files) {
        this.folders = folders;
        this.files = files;
    }

    /**
     * Puts a file that is whole into its place.
     *
     * @param note        what is kept of it
     * @param ifMatch     ETags of which the object there must have one; null for no such condition
     * @param ifNoneMatch {@code *} if there must be no object; null for no such condition
     * @return its ETag
     */
    String place(StagedFile staged, FilePath path, ObjectNote note, String ifMatch, String ifNoneMatch)
            throws IOException {
        String eTag = keep(staged, note);
        Path place = place(path);
        ReentrantLock lock = lock(place);
        lock.lock();
        try {
            expectPlace(path, place);
            if (ifNoneMatch != null) {
                if (!staged.create(place)) {
                    throw S3Exceptions.preconditionFailed(null);
                }
            } else {
                if (ifMatch != null) {
                    expectMatch(ifMatch, path, place);
                }
                staged.replace(place);
            }
        } finally {
            lock.unlock();
        }
        return eTag;
    }

    /** @return the ETag that readers will see */
    private static String keep(StagedFile staged, ObjectNote note) throws IOException {
        String tag = BucketFolders.version(staged.path()).orElseThrow().tag();
        return note.write(staged.path(), tag) ? note.eTag() : tag;
    }

    /** @return where it will be */
    Path place(FilePath path) throws IOException {
        return folders.forWriting(path);
    }

    /** What can be seen to be wrong before a byte is taken. */
    void expectPossible(FilePath path, String ifNoneMatch) throws IOException {
        if (ifNoneMatch != null && !ifNoneMatch.equals(ABSENT)) {
            throw S3Errors.notImplemented(
                    "If-None-Match is " + S3Errors.quoted(ifNoneMatch) + ", and can only be '*' for what is put.");
        }
        expectPlace(path, place(path));
    }

    /** The objects of a bucket are files in folders, so no object's key is the beginning of another's. */
    private static void expectPlace(FilePath path, Path place) {
        if (Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
            throw S3Errors.badKey(
                    path.key(),
                    "there are objects below " + path.key() + "/, and a folder is no object. Choose another key.");
        }
        String key = path.key();
        Path above = place.getParent();
        for (int slash = key.lastIndexOf('/'); slash >= 0; slash = key.lastIndexOf('/', slash - 1)) {
            if (Files.exists(above) && !Files.isDirectory(above)) {
                throw S3Errors.badKey(
                        key, key.substring(0, slash) + " is an object, and no folder. Choose another key.");
            }
            above = above.getParent();
        }
    }

    private static void expectMatch(String eTags, FilePath path, Path place) throws IOException {
        Optional<StoredObject> there = StoredObject.find(place);
        if (there.isEmpty()) {
            throw S3Errors.noSuchKey(path.bucket(), path.key());
        }
        if (!Conditions.names(eTags, there.get())) {
            throw S3Exceptions.preconditionFailed(null);
        }
    }

    /** Takes a file away; that none is there is no failure. */
    void delete(FilePath path, DeleteObjectRequest request) throws IOException {
        Path place = place(path);
        ReentrantLock lock = lock(place);
        lock.lock();
        try {
            Optional<StoredObject> there = StoredObject.find(place);
            boolean fits = there.isEmpty()
                    || ((request.ifMatch() == null || Conditions.names(request.ifMatch(), there.get()))
                            && (request.ifMatchSize() == null
                                    || request.ifMatchSize() == there.get().size())
                            && (request.ifMatchLastModifiedTime() == null
                                    || request.ifMatchLastModifiedTime()
                                            .equals(there.get().modified())));
            if (!fits) {
                throw S3Exceptions.preconditionFailed(null);
            }
            files.delete(path);
        } finally {
            lock.unlock();
        }
    }

    private ReentrantLock lock(Path place) {
        return locks[Math.floorMod(place.hashCode(), locks.length)];
    }
}
