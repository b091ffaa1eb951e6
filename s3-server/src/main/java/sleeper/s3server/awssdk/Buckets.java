package sleeper.s3server.awssdk;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.gaul.s3proxy.S3ErrorCode;
import org.gaul.s3proxy.blobstore.S3Exceptions;
import org.gaul.s3proxy.blobstore.SdkResponses;
import sleeper.statestore.file.BucketFolders;
import sleeper.statestore.file.OwnerOnly;
import software.amazon.awssdk.services.s3.model.Bucket;

/** The buckets: which there are, and which may be written. Thread-safe. */
final class Buckets {
    /** Source: Amazon S3 User Guide, "General purpose bucket naming rules". */
    private static final Pattern NEW_NAME = Pattern.compile("[a-z0-9](?:[a-z0-9-]|\\.(?!\\.)){1,61}[a-z0-9]");

    private static final Pattern ADDRESS = Pattern.compile("[0-9]+(\\.[0-9]+){3}");

    /** Folders of the home may have names that no bucket of S3 has any more; those that requests can still name are served. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{1,61}[A-Za-z0-9_-]");

    private final Path root;
    private final BucketFolders folders;
    private final Set<String> readOnly;

    Buckets(Path root, BucketFolders folders, Set<String> readOnly) {
        this.root = root;
        this.folders = folders;
        this.readOnly = Set.copyOf(readOnly);
    }

    /** @return the bucket's folder, links followed; refused if there is none */
    static Path folder(BucketFolders folders, String bucket) throws IOException {
        try {
            Path folder = NAME.matcher(bucket).matches() ? folders.bucket(bucket) : null;
            if (folder != null && Files.isDirectory(folder)) {
                return folder;
            }
        } catch (NoSuchFileException e) {
            throw S3Exceptions.noSuchBucket(bucket, "no folder", e);
        }
        throw S3Errors.noSuchBucket(bucket);
    }

    /** @return the bucket's folder, links followed; refused if there is none */
    Path folder(String bucket) {
        try {
            return folder(folders, bucket);
        } catch (IOException e) {
            throw S3Errors.failed("The bucket " + bucket + " was not opened", e);
        }
    }

    /** @return the folder of a bucket that may be written; refused otherwise, by whatever name it is reached */
    Path writable(String bucket) {
        if (readOnly.contains(bucket)) {
            throw S3Errors.readOnly(bucket);
        }
        Path folder = folder(bucket);
        if (isReadOnly(folder)) {
            throw S3Errors.readOnly(bucket);
        }
        return folder;
    }

    /** A link may lead into a read-only bucket, and some file systems take names in other letters for the same. */
    private boolean isReadOnly(Path folder) {
        for (String each : readOnly) {
            try {
                Path real = folders.bucket(each);
                if (folder.startsWith(real) || real.startsWith(folder)) {
                    return true;
                }
            } catch (NoSuchFileException e) {
                // It is not there yet.
            } catch (IOException e) {
                throw S3Errors.failed("The bucket " + each + " was not opened", e);
            }
        }
        return false;
    }

    List<Bucket> list() {
        List<Bucket> buckets = new ArrayList<>();
        try (Stream<Path> entries = Files.exists(root) ? Files.list(root) : Stream.empty()) {
            for (Path entry : entries.sorted().toList()) {
                String name = entry.getFileName().toString();
                if (NAME.matcher(name).matches() && Files.isDirectory(entry)) {
                    buckets.add(SdkResponses.bucket(
                            name, Files.getLastModifiedTime(entry).toInstant()));
                }
            }
        } catch (IOException e) {
            throw S3Errors.failed("The buckets were not listed", e);
        }
        return buckets;
    }

    void create(String bucket) {
        if (readOnly.contains(bucket)) {
            throw S3Errors.readOnly(bucket);
        }
        if (!NEW_NAME.matcher(bucket).matches() || ADDRESS.matcher(bucket).matches()) {
            throw S3Errors.of(
                    S3ErrorCode.INVALID_BUCKET_NAME,
                    "The bucket's name is " + S3Errors.quoted(bucket)
                            + ", and must be 3 to 63 lower-case letters, digits, hyphens and single dots, with a letter or a digit"
                            + " at both ends.");
        }
        try {
            OwnerOnly.createDirectories(root);
            OwnerOnly.createDirectory(root.resolve(bucket));
        } catch (FileAlreadyExistsException e) {
            throw S3Exceptions.bucketAlreadyOwnedByYou(bucket);
        } catch (IOException e) {
            throw S3Errors.failed("The bucket " + bucket + " was not created", e);
        }
    }

    /** A link stays: whoever owns the home has made it. */
    void delete(String bucket) {
        Path folder = writable(bucket);
        if (Files.isSymbolicLink(root.resolve(bucket))) {
            throw S3Errors.denied(
                    "The bucket " + bucket + " is a link to another folder, and is not deleted here. Remove the link.");
        }
        try {
            expectNoFile(folder);
            Files.walkFileTree(folder, new EmptyFolders());
        } catch (DirectoryNotEmptyException e) {
            throw S3Exceptions.bucketNotEmpty(bucket);
        } catch (NoSuchFileException e) {
            throw S3Exceptions.noSuchBucket(bucket, "no folder", e);
        } catch (IOException e) {
            throw S3Errors.failed("The bucket " + bucket + " was not deleted", e);
        }
    }

    /** Before any folder is removed. */
    private static void expectNoFile(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            if (all.anyMatch(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))) {
                throw new DirectoryNotEmptyException(folder.toString());
            }
        }
    }

    /** Removes folders and nothing else: a bucket knows none, so those that are empty are none of its objects. */
    private static final class EmptyFolders extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            throw new DirectoryNotEmptyException(file.getParent().toString());
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
            if (failure != null) {
                throw failure;
            }
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
        }
    }
}
