package sleeper.aws.s3;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import sleeper.aws.request.InFlight;
import sleeper.aws.s3.S3Objects.Stored;
import sleeper.statestore.object.ObjectKeys;
import sleeper.statestore.object.ObjectStore;
import sleeper.statestore.object.PutResult;
import sleeper.statestore.util.Surroundings;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Small objects in a bucket, below a prefix. What was stored is durable and is seen by every reader from then on (S3 User Guide,
 * "Amazon S3 data consistency model"). Objects that others put there under what is no key, such as the marks of folders that a console
 * makes, are passed over. Of two that delete an object at once, both may hear that it was there.
 */
public final class S3ObjectStore implements ObjectStore {
    private final S3Objects objects;
    private final String root;

    /**
     * @param client sends each request once
     * @param prefix a folder of the bucket, without a final slash; empty for the whole bucket
     */
    public S3ObjectStore(S3Client client, String bucket, String prefix, Surroundings surroundings) {
        this(client, bucket, prefix, new InFlight(), surroundings);
    }

    S3ObjectStore(S3Client client, String bucket, String prefix, InFlight inFlight, Surroundings surroundings) {
        this.objects = new S3Objects(client, bucket, inFlight, surroundings);
        this.root = prefix.isEmpty() ? "" : ObjectKeys.check(prefix) + "/";
    }

    private String inBucket(String key) {
        return root + ObjectKeys.check(key);
    }

    private String folder(String prefix) {
        return prefix.isEmpty() ? root : inBucket(prefix) + "/";
    }

    @Override
    public PutResult putIfAbsent(String key, byte[] bytes) {
        return objects.putIfAbsent(inBucket(key), bytes).result();
    }

    @Override
    public Optional<byte[]> get(String key) {
        return objects.get(inBucket(key)).map(Stored::bytes);
    }

    @Override
    public Map<String, byte[]> getAll(Collection<String> keys) {
        List<String> asked = List.copyOf(keys);
        List<Optional<Stored>> answers =
                objects.getAll(asked.stream().map(this::inBucket).toList());
        Map<String, byte[]> found = new LinkedHashMap<>();
        for (int i = 0; i < asked.size(); i++) {
            String key = asked.get(i);
            answers.get(i).ifPresent(object -> found.put(key, object.bytes()));
        }
        return found;
    }

    /** The condition names the very object whose bytes were compared, so that none that came in between is replaced. */
    @Override
    public PutResult replace(String key, byte[] expected, byte[] bytes) {
        return objects.get(inBucket(key))
                .filter(found -> Arrays.equals(found.bytes(), expected))
                .map(found ->
                        objects.putIfMatch(inBucket(key), found.tag(), bytes).result())
                .orElse(PutResult.REFUSED);
    }

    @Override
    public List<String> list(String prefix) {
        List<String> keys = new ArrayList<>();
        objects.list(
                folder(prefix),
                null,
                page -> page.contents().stream()
                        .map(object -> object.key().substring(root.length()))
                        .filter(ObjectKeys::isKey)
                        .forEach(keys::add));
        return keys;
    }

    @Override
    public List<String> children(String prefix) {
        String folder = folder(prefix);
        TreeSet<String> names = new TreeSet<>();
        objects.list(folder, "/", page -> {
            page.contents().stream()
                    .map(object -> object.key().substring(folder.length()))
                    .filter(ObjectKeys::isKey)
                    .forEach(names::add);
            page.commonPrefixes().stream()
                    .map(below -> below.prefix().substring(folder.length()))
                    .map(name -> name.substring(0, name.length() - 1))
                    .filter(ObjectKeys::isKey)
                    .forEach(names::add);
        });
        return List.copyOf(names);
    }

    @Override
    public boolean delete(String key) {
        String inBucket = inBucket(key);
        boolean there = objects.isThere(inBucket);
        if (there) {
            objects.delete(inBucket);
        }
        return there;
    }
}
