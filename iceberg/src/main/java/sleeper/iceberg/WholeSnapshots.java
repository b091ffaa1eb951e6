package sleeper.iceberg;

import java.util.List;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;
import sleeper.core.error.SleeperException;

/**
 * Reads what snapshots name, and finds what is missing of it. A file of Avro that was cut reads as one that ends earlier, without an
 * error: what a snapshot says of itself is held against it.
 *
 * <p><b>Cost.</b> Reading the snapshot's list of manifests, unless the same object of it has been read before.
 */
final class WholeSnapshots {
    private WholeSnapshots() {}

    /**
     * @return the manifests of a snapshot
     * @throws TornViewException if their list is missing or does not name as many files as the snapshot has
     */
    static List<ManifestFile> manifests(Snapshot snapshot, ViewFiles files) {
        List<ManifestFile> manifests = read(snapshot, files);
        long named = manifests.stream()
                .mapToLong(manifest -> number(manifest.addedFilesCount()) + number(manifest.existingFilesCount()))
                .sum();
        String total = snapshot.summary().get(SnapshotSummary.TOTAL_DATA_FILES_PROP);
        if (!Long.toString(named).equals(total)) {
            throw new TornViewException(
                    snapshot.manifestListLocation() + " names " + named + " files; its snapshot has " + total);
        }
        return manifests;
    }

    /** @throws TornViewException as {@link #manifests} */
    static void expect(Snapshot snapshot, ViewFiles files) {
        List<ManifestFile> unused = manifests(snapshot, files);
    }

    private static List<ManifestFile> read(Snapshot snapshot, ViewFiles files) {
        try {
            return snapshot.allManifests(files);
        } catch (SleeperException e) {
            throw e;
        } catch (RuntimeException e) {
            // Avro and Iceberg have many for a file that is no such.
            throw new TornViewException(snapshot.manifestListLocation() + " cannot be read: " + e, e);
        }
    }

    private static int number(Integer count) {
        return count == null ? 0 : count;
    }
}
