package sleeper.iceberg;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.TableMetadata;
import sleeper.iceberg.ViewVersions.Newest;

/**
 * Metadata files that a view needs no more. What a snapshot that is kept names stays; so does what the newest snapshot of a version names
 * that was replaced of late, though by a view that was made anew; so does what is young, since a publisher may be about to name it; and
 * so do files that no publisher wrote.
 */
final class ViewGarbage {
    /** A reader opens the version that the hint named a moment ago. */
    private static final int VERSIONS_KEPT = 20;

    private static final Pattern TIMED = Pattern.compile("([0-9]{13,18})-.+\\.avro");

    private final Newest newest;
    private final ViewFiles files;
    private final long olderThanMillis;
    private final Set<String> named = new HashSet<>();
    /** Bytes of each manifest that a kept snapshot names. */
    private final Map<String, Long> lengths = new HashMap<>();

    /**
     * @param olderThanMillis what was written, or replaced, before may go
     * @throws TornViewException if a list of manifests that a kept snapshot names is missing or cut
     */
    ViewGarbage(Newest newest, ViewVersions versions, ViewFiles files, long olderThanMillis) {
        this.newest = newest;
        this.files = files;
        this.olderThanMillis = olderThanMillis;
        newest.metadata().ifPresent(metadata -> {
            metadata.snapshots().forEach(this::nameKept);
            nameReplaced(metadata, versions);
        });
    }

    private void nameKept(Snapshot snapshot) {
        named.add(files.key(snapshot.manifestListLocation()));
        for (ManifestFile manifest : WholeSnapshots.manifests(snapshot, files)) {
            named.add(files.key(manifest.path()));
            lengths.put(files.key(manifest.path()), manifest.length());
        }
    }

    private void nameReplaced(TableMetadata last, ViewVersions versions) {
        TableMetadata successor = last;
        for (int number = newest.number() - 1; number > newest.number() - VERSIONS_KEPT; number--) {
            if (ViewSnapshots.publishedAtMillis(successor) < olderThanMillis) {
                return;
            }
            Optional<TableMetadata> found = versions.find(number);
            found.map(TableMetadata::currentSnapshot).ifPresent(this::nameReadable);
            successor = found.orElse(successor);
        }
    }

    private void nameReadable(Snapshot snapshot) {
        if (!files.isBelow(snapshot.manifestListLocation())) {
            return;
        }
        named.add(files.key(snapshot.manifestListLocation()));
        try {
            WholeSnapshots.manifests(snapshot, files).forEach(manifest -> named.add(files.key(manifest.path())));
        } catch (TornViewException e) {
            // Its readers have lost it already.
        }
    }

    /**
     * @param lengthsThere bytes of the files that are there, by their keys
     * @return whether each manifest that a kept snapshot names is there, as long as it was
     */
    boolean isWhole(Map<String, Long> lengthsThere) {
        return lengthsThere.entrySet().containsAll(lengths.entrySet());
    }

    /** @return whether a file may go */
    boolean goes(String key) {
        if (ViewVersions.isVersion(key)) {
            return ViewVersions.number(key) <= newest.number() - VERSIONS_KEPT;
        }
        return !named.contains(key) && isOlder(key, olderThanMillis);
    }

    /** @return whether a publisher wrote the file, before a time */
    static boolean isOlder(String key, long olderThanMillis) {
        Matcher timed = TIMED.matcher(key);
        return timed.matches() && Long.parseLong(timed.group(1)) < olderThanMillis;
    }
}
