package sleeper.s3server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.core.util.Utf8Order;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.ListObjectsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Lists of keys against a sorted set of them. */
class ListingIT {
    /** Their order as UTF-8 is another than as UTF-16, and one beside a folder is another than as names. */
    private static final List<String> COMPONENTS =
            List.of("a", "a-", "a.", "a0", "b", "ü", "\uD83D\uDE00", "\uFF5E", ".hidden", "_x", "c d", "+", "%41");

    @TempDir
    Path folder;

    private ServedFolder server;

    @BeforeEach
    void serve() throws IOException {
        server = ServedFolder.serve(folder);
        server.client().createBucket(request -> request.bucket("bucket"));
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private void file(String key) throws IOException {
        Path file = server.buckets().resolve("bucket").resolve(key);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "x");
    }

    private Set<String> someKeys(Random random) throws IOException {
        Set<String> keys = new TreeSet<>(Utf8Order::compare);
        for (int i = 0; i < 60; i++) {
            List<String> components = new ArrayList<>();
            for (int depth = random.nextInt(4); depth >= 0; depth--) {
                components.add(COMPONENTS.get(random.nextInt(COMPONENTS.size())));
            }
            String key = String.join("/", components);
            boolean fits = keys.stream().noneMatch(other -> other.startsWith(key + "/") || key.startsWith(other + "/"));
            if (fits && keys.add(key)) {
                file(key);
            }
        }
        return keys;
    }

    /** What S3's documentation says a list has. */
    private static Set<String> expected(Collection<String> keys, String prefix, String delimiter, String after) {
        Set<String> found = new TreeSet<>(Utf8Order::compare);
        for (String key : keys) {
            if (key.startsWith(prefix) && Utf8Order.compare(key, after) > 0) {
                int at = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
                found.add(at < 0 ? key : key.substring(0, at + delimiter.length()));
            }
        }
        return found;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void shouldListKeysAndPrefixesInPagesOfAnySize(long seed) throws IOException {
        Random random = new Random(seed);
        Set<String> keys = someKeys(random);
        for (String prefix : List.of("", "a", "a/", "a/b", "b/a/", "ü", ".h", "nothing")) {
            for (String delimiter : List.of("", "/", "a", "b/")) {
                int size = 1 + random.nextInt(7);
                // When
                List<String> listed = pages(prefix, delimiter, size);
                // Then each comes once, in order
                assertThat(listed)
                        .as("seed %d, prefix '%s', delimiter '%s', pages of %d", seed, prefix, delimiter, size)
                        .containsExactlyElementsOf(expected(keys, prefix, delimiter, ""));
            }
        }
    }

    private List<String> pages(String prefix, String delimiter, int size) {
        List<String> all = new ArrayList<>();
        String token = null;
        do {
            String from = token;
            ListObjectsV2Response page = server.client()
                    .listObjectsV2(request -> request.bucket("bucket")
                            .prefix(prefix)
                            .delimiter(delimiter.isEmpty() ? null : delimiter)
                            .maxKeys(size)
                            .continuationToken(from));
            List<String> found = merged(page.contents(), page.commonPrefixes());
            assertThat(found).hasSizeLessThanOrEqualTo(size);
            assertThat(page.keyCount()).isEqualTo(found.size());
            assertThat(page.isTruncated()).isEqualTo(page.nextContinuationToken() != null);
            all.addAll(found);
            token = page.nextContinuationToken();
        } while (token != null);
        return all;
    }

    private static List<String> merged(List<S3Object> objects, List<CommonPrefix> prefixes) {
        List<String> found = new ArrayList<>();
        objects.forEach(object -> found.add(object.key()));
        prefixes.forEach(prefix -> found.add(prefix.prefix()));
        found.sort(Utf8Order::compare);
        return found;
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 6})
    void shouldBeginBehindAnyKey(long seed) throws IOException {
        Random random = new Random(seed);
        Set<String> keys = someKeys(random);
        List<String> starts = new ArrayList<>(keys);
        starts.addAll(List.of("a/", "a/z", "0", "zzz", "b/a"));
        for (String after : starts) {
            ListObjectsV2Response page = server.client()
                    .listObjectsV2(request -> request.bucket("bucket").startAfter(after));
            assertThat(merged(page.contents(), page.commonPrefixes()))
                    .as("seed %d, behind '%s'", seed, after)
                    .containsExactlyElementsOf(expected(keys, "", "", after));
        }
    }

    @Test
    void shouldListInTheOlderWayAsWell() throws IOException {
        // Given
        for (String key : List.of("a/1", "a/2", "b", "c/1", "d")) {
            file(key);
        }
        // When
        List<String> all = new ArrayList<>();
        String marker = "";
        boolean more = true;
        while (more) {
            String from = marker;
            ListObjectsResponse page = server.client()
                    .listObjects(request ->
                            request.bucket("bucket").delimiter("/").maxKeys(1).marker(from));
            all.addAll(merged(page.contents(), page.commonPrefixes()));
            more = page.isTruncated();
            marker = page.nextMarker();
        }
        // Then
        assertThat(all).containsExactly("a/", "b", "c/", "d");
    }

    @Test
    void shouldListNoFolderThatHasNoObject() throws IOException {
        // Given
        Path bucket = server.buckets().resolve("bucket");
        Files.createDirectories(bucket.resolve("empty/below"));
        Files.createDirectories(bucket.resolve("writing"));
        Files.writeString(bucket.resolve("writing/.f.123-abc-1.unfinished"), "x");
        file("f");
        // When
        ListObjectsV2Response page = server.client()
                .listObjectsV2(request -> request.bucket("bucket").delimiter("/"));
        // Then
        assertThat(merged(page.contents(), page.commonPrefixes())).containsExactly("f");
    }
}
