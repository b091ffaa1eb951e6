package sleeper.s3server.awssdk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What S3 keeps of an object beside its bytes, in an extended attribute of its file: it comes into place with the file, in one step. It
 * counts only for the file that it was written for, as that was; a file system without such attributes keeps none.
 *
 * @param eTag    without quotes
 * @param headers of HTTP by name, in lower case
 * @param user    the client's own, by name
 */
record ObjectNote(String eTag, Map<String, String> headers, Map<String, String> user) {
    private static final Logger LOG = LoggerFactory.getLogger(ObjectNote.class);
    private static final String ATTRIBUTE = "sleeper.s3";
    private static final String OWN = "=";
    private static final String USER = "x-amz-meta-";

    /** No header can hold it. */
    private static final String BETWEEN = "\0";

    ObjectNote {
        headers = Map.copyOf(headers);
        user = Map.copyOf(user);
    }

    /**
     * @param tag of the file as it is, which it keeps until it is written again
     * @return whether the file has it now
     */
    boolean write(Path file, String tag) {
        Map<String, String> fields = new TreeMap<>(headers);
        user.forEach((name, value) -> fields.put(USER + name, value));
        fields.put(OWN + "etag", eTag);
        fields.put(OWN + "tag", tag);
        StringBuilder text = new StringBuilder();
        fields.forEach(
                (name, value) -> text.append(name).append(BETWEEN).append(value).append(BETWEEN));
        try {
            UserDefinedFileAttributeView view = view(file);
            if (view != null) {
                view.write(ATTRIBUTE, StandardCharsets.UTF_8.encode(text.toString()));
                return true;
            }
        } catch (IOException e) {
            LOG.debug("{} is kept without its headers", file, e);
        }
        return false;
    }

    /** @return what was written for the file as it is */
    static Optional<ObjectNote> read(Path file, String tag) {
        String text;
        try {
            UserDefinedFileAttributeView view = view(file);
            if (view == null) {
                return Optional.empty();
            }
            ByteBuffer bytes = ByteBuffer.allocate(view.size(ATTRIBUTE));
            view.read(ATTRIBUTE, bytes);
            text = StandardCharsets.UTF_8.decode(bytes.flip()).toString();
        } catch (IOException e) {
            LOG.trace("{} has no headers", file, e);
            return Optional.empty();
        }
        Map<String, String> fields = new LinkedHashMap<>();
        String[] parts = text.split(BETWEEN, -1);
        for (int i = 0; i + 1 < parts.length; i += 2) {
            fields.put(parts[i], parts[i + 1]);
        }
        String eTag = fields.remove(OWN + "etag");
        return eTag != null && tag.equals(fields.remove(OWN + "tag"))
                ? Optional.of(of(eTag, fields))
                : Optional.empty();
    }

    private static ObjectNote of(String eTag, Map<String, String> fields) {
        Map<String, String> headers = new LinkedHashMap<>();
        Map<String, String> user = new LinkedHashMap<>();
        fields.forEach((name, value) -> {
            if (name.startsWith(USER)) {
                user.put(name.substring(USER.length()), value);
            } else {
                headers.put(name, value);
            }
        });
        return new ObjectNote(eTag, headers, user);
    }

    private static UserDefinedFileAttributeView view(Path file) {
        return Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
    }
}
