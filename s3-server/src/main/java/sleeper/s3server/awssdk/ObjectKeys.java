package sleeper.s3server.awssdk;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import sleeper.core.file.FilePath;
import sleeper.statestore.file.StagedFile;

/** Which keys can be, where an object is a file and the slashes of its key are folders. */
final class ObjectKeys {
    /** Of a key in S3, and of one component of a path in the file systems that there are. */
    private static final int MOST_BYTES = 1_024;

    private static final int MOST_COMPONENT_BYTES = 255;

    private ObjectKeys() {}

    /** @return the place of what is read or deleted; empty if nothing can be there */
    static Optional<FilePath> find(String bucket, String key) {
        return FilePath.isKey(key) && !StagedFile.isUnfinished(name(key))
                ? Optional.of(new FilePath(bucket, key))
                : Optional.empty();
    }

    /** @return the place of what is to be put; refused if there can be none, or a job could not name it */
    static FilePath forPut(String bucket, String key) {
        int bytes = bytes(key);
        if (bytes > MOST_BYTES) {
            throw S3Errors.tooLong(key, bytes, MOST_BYTES);
        }
        if (key.endsWith("/")) {
            throw S3Errors.badKey(
                    key, "it ends with a slash, and a folder is no object here. Folders come with the files in them.");
        }
        if (key.indexOf('\\') >= 0) {
            throw S3Errors.badKey(key, "it has a backslash. Part its components with slashes.");
        }
        if (!FilePath.isKey(key)) {
            throw S3Errors.badKey(
                    key,
                    "it must be components parted by single slashes, none of them blank, '.' or '..', and have no control"
                            + " characters.");
        }
        for (String component : key.split("/")) {
            if (bytes(component) > MOST_COMPONENT_BYTES) {
                throw S3Errors.badKey(
                        key,
                        "a component has " + bytes(component) + " bytes, and may have " + MOST_COMPONENT_BYTES
                                + ", as the name of a file.");
            }
        }
        if (StagedFile.isUnfinished(name(key))) {
            throw S3Errors.badKey(key, "files of such a name are being written. Choose another.");
        }
        return new FilePath(bucket, key);
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static String name(String key) {
        return key.substring(key.lastIndexOf('/') + 1);
    }
}
