package sleeper.aws.s3;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import sleeper.testkit.sim.Wire;

/** A bucket of S3: its objects, what a store that lags behind would show of them, and the uploads under way. */
final class ModelBucket {
    private final NavigableMap<String, Versions> objects = new TreeMap<>();
    private final NavigableMap<String, Upload> uploads = new TreeMap<>();
    private int lastUpload;

    /**
     * An object.
     *
     * @param tag      its ETag, in quotes
     * @param checksum its CRC32C, as it was sent
     */
    @SuppressWarnings("ArrayRecordComponent")
    record StoredObject(byte[] bytes, String tag, String checksum, Map<String, String> metadata, Instant lastModified) {
        StoredObject holding(byte[] atRest) {
            return new StoredObject(atRest, tag, checksum, metadata, lastModified);
        }
    }

    private record Versions(Optional<StoredObject> now, Optional<StoredObject> before) {}

    /** A part of an upload. */
    @SuppressWarnings("ArrayRecordComponent")
    record Part(byte[] bytes, String tag) {}

    /**
     * An upload under way; several may be for one key.
     *
     * @param writer whose it is
     */
    record Upload(
            String id,
            String key,
            Map<String, String> metadata,
            Object writer,
            Instant begunAt,
            NavigableMap<Integer, Part> parts) {
        byte[] joined() {
            int length = parts.values().stream()
                    .mapToInt(part -> part.bytes().length)
                    .sum();
            ByteBuffer whole = ByteBuffer.allocate(length);
            parts.values().forEach(part -> whole.put(part.bytes()));
            return whole.array();
        }
    }

    Optional<StoredObject> find(String key) {
        Versions versions = objects.get(key);
        return versions == null ? Optional.empty() : versions.now();
    }

    /** @param chance whether what was there before is shown, if the store lags behind */
    Optional<StoredObject> find(String key, Optional<Wire> chance) {
        Versions versions = objects.get(key);
        return versions == null ? Optional.empty() : shown(versions, chance);
    }

    private static Optional<StoredObject> shown(Versions versions, Optional<Wire> chance) {
        boolean isBehind = chance.isPresent() && chance.get().nextInt(4) == 0;
        return isBehind ? versions.before() : versions.now();
    }

    void put(String key, StoredObject object) {
        objects.put(key, new Versions(Optional.of(object), find(key)));
    }

    void delete(String key) {
        objects.put(key, new Versions(Optional.empty(), find(key)));
    }

    /** @return keys of objects that begin with a prefix and come after another key, ascending */
    List<String> keys(String prefix, String after, Optional<Wire> chance) {
        List<String> keys = new ArrayList<>();
        String from = after.compareTo(prefix) > 0 ? after : prefix;
        for (Map.Entry<String, Versions> object : objects.tailMap(from, true).entrySet()) {
            String key = object.getKey();
            if (!key.startsWith(prefix)) {
                break;
            }
            if (!key.equals(after) && shown(object.getValue(), chance).isPresent()) {
                keys.add(key);
            }
        }
        return keys;
    }

    Upload begin(String key, Map<String, String> metadata, Object writer, Instant now) {
        String id = "upload%06d".formatted(++lastUpload);
        Upload upload = new Upload(id, key, metadata, writer, now, new TreeMap<>());
        uploads.put(id, upload);
        return upload;
    }

    Optional<Upload> upload(String key, String id) {
        return Optional.ofNullable(uploads.get(id))
                .filter(upload -> upload.key().equals(key));
    }

    void end(Upload upload) {
        uploads.remove(upload.id());
    }

    /** @return uploads for keys that begin with a prefix, by key and then by id */
    List<Upload> uploads(String prefix) {
        TreeMap<String, Upload> found = new TreeMap<>();
        uploads.values().stream()
                .filter(upload -> upload.key().startsWith(prefix))
                .forEach(upload -> found.put(upload.key() + " " + upload.id(), upload));
        return List.copyOf(found.values());
    }

    /** @return the ETag of what is put whole */
    static String tagOf(byte[] bytes) {
        return '"' + HexFormat.of().formatHex(md5(bytes)) + '"';
    }

    /** @return the ETag of what is joined of parts */
    static String tagOf(Upload upload) {
        ByteBuffer hashes = ByteBuffer.allocate(16 * upload.parts().size());
        upload.parts().values().forEach(part -> hashes.put(md5(part.bytes())));
        return '"'
                + HexFormat.of().formatHex(md5(hashes.array()))
                + '-'
                + upload.parts().size()
                + '"';
    }

    private static byte[] md5(byte[] bytes) {
        try {
            return MessageDigest.getInstance("MD5").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
