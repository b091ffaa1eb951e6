package sleeper.iceberg;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sleeper.core.util.Require;
import sleeper.statestore.object.ObjectStore;

/**
 * The versions of a view's metadata: {@code v1.metadata.json} and so on, and the number of the newest in {@code version-hint.text}, which
 * is where readers by file begin: <a href="https://iceberg.apache.org/spec/#file-system-tables">File System Tables</a>.
 *
 * <p><b>Invariant.</b> A number is used once. Of two who write the same one is first, and the other looks again; a version that cannot
 * be read is passed over, and the next has a number above it. The hint is written last, so that it may be behind and never names what
 * is not there.
 *
 * <p><b>Cost.</b> Reading the newest takes the hint, the version it names, and a look for the next; all are listed only where the hint is
 * of no use.
 */
final class ViewVersions {
    private static final String HINT = "version-hint.text";
    private static final Pattern FORM = Pattern.compile("v([1-9][0-9]{0,8})\\.metadata\\.json");
    private static final Pattern NUMBER = Pattern.compile("\\s*([1-9][0-9]{0,8})\\s*");
    private static final Logger LOG = LoggerFactory.getLogger(ViewVersions.class);

    private final ObjectStore objects;
    private final ViewFiles files;

    ViewVersions(ObjectStore objects, ViewFiles files) {
        this.objects = objects;
        this.files = files;
    }

    /**
     * The newest version.
     *
     * @param last     the last number that is used; 0 for none
     * @param number   of the newest that can be read; 0 for none
     * @param metadata what it holds; empty if none can be read
     */
    record Newest(int last, int number, Optional<TableMetadata> metadata) {}

    Newest newest() {
        int hinted = hint();
        Newest newest = new Newest(0, 0, Optional.empty());
        if (hinted > 0) {
            newest = from(hinted, newest);
        }
        return newest.metadata().isPresent() ? newest : newestListed();
    }

    /** Goes on from a number for as long as there is a next. */
    private Newest from(int first, Newest before) {
        Newest newest = before;
        for (int number = first; ; number++) {
            Optional<byte[]> bytes = objects.get(name(number));
            if (bytes.isEmpty()) {
                return newest;
            }
            Optional<TableMetadata> read = read(number, bytes.get());
            newest = new Newest(number, read.isPresent() ? number : newest.number(), read.or(newest::metadata));
        }
    }

    /** @return what a version holds; empty if it is not there or cannot be read */
    Optional<TableMetadata> find(int number) {
        return objects.get(name(number)).flatMap(bytes -> read(number, bytes));
    }

    private Newest newestListed() {
        List<Integer> numbers = numbers();
        int last = numbers.isEmpty() ? 0 : numbers.get(0);
        for (int number : numbers) {
            Optional<TableMetadata> read = find(number);
            if (read.isPresent()) {
                return new Newest(last, number, read);
            }
        }
        return new Newest(last, 0, Optional.empty());
    }

    private Optional<TableMetadata> read(int number, byte[] bytes) {
        try {
            return Optional.of(TableMetadataParser.fromJson(
                    files.location(name(number)), new String(bytes, StandardCharsets.UTF_8)));
        } catch (RuntimeException e) {
            LOG.warn("Version {} of the view is passed over: {}", files.location(name(number)), e.toString());
            return Optional.empty();
        }
    }

    /** @return numbers that are used, the last first */
    List<Integer> numbers() {
        return objects.children("").stream()
                .filter(ViewVersions::isVersion)
                .map(ViewVersions::number)
                .sorted(Comparator.reverseOrder())
                .toList();
    }

    static String name(int number) {
        return "v" + number + ".metadata.json";
    }

    static boolean isVersion(String key) {
        return FORM.matcher(key).matches();
    }

    /** @return whether readers by file begin at it, so that a table is there for them as long as it is */
    static boolean isBeginning(String key) {
        return key.equals(HINT) || isVersion(key);
    }

    /** @return the number in a version's key */
    static int number(String key) {
        Matcher matcher = FORM.matcher(key);
        Require.that(matcher.matches(), "not the key of a version: " + key);
        return Integer.parseInt(matcher.group(1));
    }

    /** @return whether this is the version of the number now; if not, another was first */
    boolean write(int number, TableMetadata metadata) {
        return files.create(name(number), TableMetadataParser.toJson(metadata).getBytes(StandardCharsets.UTF_8));
    }

    private int hint() {
        return objects.get(HINT)
                .map(bytes -> NUMBER.matcher(new String(bytes, StandardCharsets.UTF_8)))
                .filter(Matcher::matches)
                .map(found -> Integer.parseInt(found.group(1)))
                .orElse(0);
    }

    /** Has readers by file begin at a version, unless they begin at a later one. Whoever comes second looks again. */
    void point(int number) {
        byte[] hint = Integer.toString(number).getBytes(StandardCharsets.UTF_8);
        while (!isAt(hint(), number)) {
            Optional<byte[]> found = objects.get(HINT);
            if (found.isEmpty()) {
                objects.putIfAbsent(HINT, hint);
            } else {
                objects.replace(HINT, found.get(), hint);
            }
        }
    }

    /** A hint may name what somebody has deleted. */
    private boolean isAt(int hinted, int number) {
        return hinted == number || (hinted > number && objects.get(name(hinted)).isPresent());
    }

    /** Takes the view from readers by file: what they have begun to read they can read on. */
    void retract() {
        objects.delete(HINT);
        numbers().forEach(number -> objects.delete(name(number)));
    }
}
