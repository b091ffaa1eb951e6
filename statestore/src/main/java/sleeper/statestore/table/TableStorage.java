package sleeper.statestore.table;

import sleeper.core.file.FileStore;
import sleeper.core.job.TableLocation;
import sleeper.core.util.Require;
import sleeper.statestore.log.CommitLog;
import sleeper.statestore.object.ObjectStore;

/**
 * Where a table is kept.
 *
 * @param location where its files lie
 * @param log      its commit log
 * @param objects  beside the log: bodies, inbox and snapshots
 * @param view     metadata of the table's view for other engines, which may be lost
 * @param files    the store of its files
 * @param unfinished what is left there of files that never were
 */
public record TableStorage(
        TableLocation location,
        CommitLog log,
        ObjectStore objects,
        ObjectStore view,
        FileStore files,
        UnfinishedFiles unfinished) {
    public TableStorage {
        Require.notNull("location", location);
        Require.notNull("log", log);
        Require.notNull("objects", objects);
        Require.notNull("view", view);
        Require.notNull("files", files);
        Require.notNull("unfinished", unfinished);
    }
}
