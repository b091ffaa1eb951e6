package sleeper.iceberg;

import java.util.Set;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.LocationProvider;
import sleeper.core.util.Require;

/**
 * One publication as Iceberg's library sees it: it begins at a version of the metadata, adds snapshots, and writes one version more, if no
 * other was first. For one thread.
 */
final class ViewOperations implements TableOperations {
    private final ViewFiles files;
    private final ViewVersions versions;
    private final int next;
    private final String filePrefix;
    private final Set<Long> expired;
    private TableMetadata metadata;
    /** 0 once it was given. */
    private long snapshotId;

    /**
     * @param next       number of the version that is to be written
     * @param metadata   where it begins, which may not be written yet
     * @param filePrefix what the names of its files begin with, apart from versions
     * @param expired    ids of snapshots that go with this version
     */
    ViewOperations(
            ViewFiles files,
            ViewVersions versions,
            int next,
            TableMetadata metadata,
            String filePrefix,
            Set<Long> expired) {
        this.files = files;
        this.versions = versions;
        this.next = next;
        this.metadata = metadata;
        this.filePrefix = filePrefix;
        this.expired = Set.copyOf(expired);
    }

    /** Gives the id of the snapshot that is made next. */
    void giveNext(long id) {
        snapshotId = Require.atLeast("snapshotId", id, 1);
    }

    @Override
    public TableMetadata current() {
        return metadata;
    }

    @Override
    public TableMetadata refresh() {
        return metadata;
    }

    /**
     * @throws CommitFailedException if another publisher was first
     * @throws TornViewException     if the new snapshot has fewer files than it should, as where a manifest that it began with was cut
     */
    @Override
    public void commit(TableMetadata base, TableMetadata changed) {
        if (changed.currentSnapshot() != null) {
            WholeSnapshots.expect(changed.currentSnapshot(), files);
        }
        TableMetadata trimmed =
                TableMetadata.buildFrom(changed).removeSnapshots(expired).build();
        if (!versions.write(next, trimmed)) {
            throw new CommitFailedException("version %s of the view was written by another", next);
        }
        metadata = trimmed;
    }

    @Override
    public FileIO io() {
        return files;
    }

    @Override
    public String metadataFileLocation(String fileName) {
        return files.location(filePrefix + fileName);
    }

    @Override
    public LocationProvider locationProvider() {
        throw new UnsupportedOperationException("the files of a table are written by jobs");
    }

    /** @throws TornViewException if it is asked again, which the library does for as long as it finds the id in the metadata */
    @Override
    public long newSnapshotId() {
        if (snapshotId == 0) {
            throw new TornViewException("the snapshot that is to be added is there already");
        }
        long given = snapshotId;
        snapshotId = 0;
        return given;
    }
}
