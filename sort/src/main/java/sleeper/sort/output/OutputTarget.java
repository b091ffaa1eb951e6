package sleeper.sort.output;

import sleeper.core.file.FilePath;
import sleeper.core.file.FileStore;
import sleeper.core.job.AttemptId;
import sleeper.core.job.TableLocation;
import sleeper.core.partition.Partition;
import sleeper.core.util.Require;
import sleeper.sort.schema.TableLayout;

/**
 * Which table files are written for, and where to.
 *
 * @param layout   the table's schema
 * @param store    where files are written
 * @param location the table
 * @param attempt  part of the files' names
 * @param runId    part of the files' names; two runs that write one leaf have different ones; letters and digits, at most 40
 */
public record OutputTarget(
        TableLayout layout, FileStore store, TableLocation location, AttemptId attempt, String runId) {
    public OutputTarget {
        Require.notNull("layout", layout);
        Require.notNull("store", store);
        Require.notNull("location", location);
        Require.notNull("attempt", attempt);
        Require.notBlank("runId", runId);
    }

    /** @return the name, within the table, of a leaf's file */
    String dataFile(Partition leaf, int number) {
        return TableLocation.dataFile(leaf.id(), attempt, runId, number);
    }

    /** @return where a file of the table is */
    FilePath path(String file) {
        return location.file(file);
    }
}
