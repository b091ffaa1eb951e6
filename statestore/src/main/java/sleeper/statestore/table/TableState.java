package sleeper.statestore.table;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import sleeper.core.job.JobId;
import sleeper.core.key.Region;
import sleeper.core.partition.PartitionTree;
import sleeper.core.schema.Schema;
import sleeper.core.table.DataFile;
import sleeper.core.util.Require;
import sleeper.statestore.util.PersistentMap;
import sleeper.statestore.util.Sha256;

/**
 * What the log of a name says up to a slot. A value: applying an entry gives another.
 *
 * @param slot            the last slot applied; 0 before the first
 * @param hash            hash of the entry in it
 * @param table           the table, unless none of the name exists
 * @param jobs            every job that the log ever decided something about, by id
 * @param filesByJob      the table's files, by the id of the job that added them
 * @param droppedAtMillis when a table of the name was last dropped, by the clock of whoever did; 0 for never
 */
public record TableState(
        long slot,
        String hash,
        Optional<LiveTable> table,
        PersistentMap<String, JobState> jobs,
        PersistentMap<String, List<DataFile>> filesByJob,
        long droppedAtMillis) {
    /** Before the first entry. */
    public static final TableState EMPTY =
            new TableState(0, Sha256.ZERO, Optional.empty(), PersistentMap.empty(), PersistentMap.empty(), 0);

    public TableState {
        Require.atLeast("slot", slot, 0);
        Require.notBlank("hash", hash);
        Require.notNull("table", table);
        Require.notNull("jobs", jobs);
        Require.notNull("filesByJob", filesByJob);
    }

    /**
     * A table that exists.
     *
     * @param incarnation which table of the name
     */
    public record LiveTable(String incarnation, Schema schema, PartitionTree partitions) {
        public LiveTable {
            Require.notBlank("incarnation", incarnation);
            Require.notNull("schema", schema);
            Require.notNull("partitions", partitions);
        }
    }

    /** @return whether what the commit added is in the table that exists now */
    public boolean isLive(JobState.Commit commit) {
        return table.filter(live -> live.incarnation().equals(commit.incarnation()))
                .isPresent();
    }

    public Optional<JobState> job(JobId id) {
        return jobs.get(id.value());
    }

    /** @return the table's files, each once, ascending by path */
    public List<DataFile> files() {
        List<DataFile> files = new ArrayList<>();
        filesByJob.forEach((job, added) -> files.addAll(added));
        files.sort(Comparator.comparing(DataFile::path));
        return files;
    }

    /**
     * The files that may hold rows of a region, such as a leaf's. A file that was cut for a wider region, before its leaf was
     * split, is among the files of each leaf it overlaps, and its reader filters. Looks at each file of the table: for sums of all
     * leaves see {@link LeafTotals}.
     *
     * @return files ascending by path
     */
    public List<DataFile> filesOverlapping(Region region) {
        List<DataFile> files = new ArrayList<>();
        filesByJob.forEach((job, added) ->
                added.stream().filter(file -> file.cutFor().overlaps(region)).forEach(files::add));
        files.sort(Comparator.comparing(DataFile::path));
        return files;
    }

    public long fileCount() {
        long[] sum = new long[1];
        filesByJob.forEach((job, added) -> sum[0] += added.size());
        return sum[0];
    }

    public long rowCount() {
        long[] sum = new long[1];
        filesByJob.forEach((job, added) ->
                sum[0] += added.stream().mapToLong(DataFile::rowCount).sum());
        return sum[0];
    }

    /** @return stored bytes of all files */
    public long byteCount() {
        long[] sum = new long[1];
        filesByJob.forEach((job, added) ->
                sum[0] += added.stream().mapToLong(DataFile::sizeBytes).sum());
        return sum[0];
    }

    TableState with(Optional<LiveTable> changed) {
        return new TableState(slot, hash, changed, jobs, filesByJob, droppedAtMillis);
    }

    TableState withJob(String id, JobState job) {
        return new TableState(slot, hash, table, jobs.put(id, job), filesByJob, droppedAtMillis);
    }

    TableState withFiles(String jobId, List<DataFile> files) {
        return new TableState(slot, hash, table, jobs, filesByJob.put(jobId, files), droppedAtMillis);
    }

    TableState dropped(long atMillis) {
        return new TableState(slot, hash, Optional.empty(), jobs, PersistentMap.empty(), atMillis);
    }

    TableState at(long newSlot, String newHash) {
        return new TableState(newSlot, newHash, table, jobs, filesByJob, droppedAtMillis);
    }
}
