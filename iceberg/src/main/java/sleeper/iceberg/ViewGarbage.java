package sleeper.iceberg;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.TableMetadata;
import sleeper.iceberg.ViewVersions.Newest;

/**
 * Metadata files that a view needs no more. What a snapshot that is kept names stays; so does what is young, since a publisher may be about
 * to name it; and so do files that no publisher wrote.
 */
final class ViewGarbage {
    /** A reader opens the version that the hint named a moment ago. */
    private static final int VERSIONS_KEPT = 20;

    private static final Pattern TIMED = Pattern.compile("([0-9]{13,18})-.+\\.avro");

    private final Newest newest;
    private final Set<String> named = new HashSet<>();

    /** @throws org.apache.iceberg.exceptions.NotFoundException if a list of manifests that a kept snapshot names is missing */
    ViewGarbage(Newest newest, ViewFiles files) {
        this.newest = newest;
        newest.metadata().ifPresent(metadata -> collectNames(metadata, files));
    }

    private void collectNames(TableMetadata metadata, ViewFiles files) {
        for (Snapshot snapshot : metadata.snapshots()) {
            named.add(files.key(snapshot.manifestListLocation()));
            for (ManifestFile manifest : snapshot.allManifests(files)) {
                named.add(files.key(manifest.path()));
            }
        }
    }

    /** @return whether all that kept snapshots name is among these */
    boolean isComplete(List<String> keys) {
        return new HashSet<>(keys).containsAll(named);
    }

    /**
     * @param olderThanMillis files from before may go
     * @return which may
     */
    Predicate<String> goes(long olderThanMillis) {
        return key -> {
            if (ViewVersions.isVersion(key)) {
                return ViewVersions.number(key) <= newest.number() - VERSIONS_KEPT;
            }
            return !named.contains(key) && isOlder(key, olderThanMillis);
        };
    }

    /** @return whether a publisher wrote the file, before a time */
    static boolean isOlder(String key, long olderThanMillis) {
        Matcher timed = TIMED.matcher(key);
        return timed.matches() && Long.parseLong(timed.group(1)) < olderThanMillis;
    }
}
