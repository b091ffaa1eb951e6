package sleeper.sort;

import java.util.List;
import sleeper.core.file.FileStore;
import sleeper.core.job.AttemptId;
import sleeper.core.job.InputFile;
import sleeper.core.job.TableLocation;
import sleeper.core.partition.PartitionTree;
import sleeper.core.schema.Schema;
import sleeper.core.util.Require;
import sleeper.sort.schema.ColumnRules;

/**
 * What is to be sorted, and where to.
 *
 * @param schema     the table's schema
 * @param partitions the leaves to sort into
 * @param inputs     the files, pinned
 * @param store      where files are read and written
 * @param location   the table
 * @param attempt    part of the files' names
 * @param runId      part of the files' names; unique to this run; letters and digits, at most 40
 * @param columns    what is done about columns that only a file has, or only the table
 * @param settings   how to run
 * @param progress   told how it goes on
 * @param checkpoint called often, by any thread; what it throws stops the sort
 */
public record SortRequest(
        Schema schema,
        PartitionTree partitions,
        List<InputFile> inputs,
        FileStore store,
        TableLocation location,
        AttemptId attempt,
        String runId,
        ColumnRules columns,
        SortSettings settings,
        SortProgress progress,
        Runnable checkpoint) {
    public SortRequest {
        Require.notNull("schema", schema);
        Require.notNull("partitions", partitions);
        Require.that(
                partitions.dimensions() == schema.rowKeyFields().size(),
                "the partition tree has " + partitions.dimensions() + " dimensions and the schema "
                        + schema.rowKeyFields().size() + " row keys");
        inputs = List.copyOf(inputs);
        Require.notNull("store", store);
        Require.notNull("location", location);
        Require.notNull("attempt", attempt);
        Require.notBlank("runId", runId);
        Require.notNull("columns", columns);
        Require.notNull("settings", settings);
        Require.notNull("progress", progress);
        Require.notNull("checkpoint", checkpoint);
    }

    /** A request whose files have the table's columns and no others. */
    public SortRequest(
            Schema schema,
            PartitionTree partitions,
            List<InputFile> inputs,
            FileStore store,
            TableLocation location,
            AttemptId attempt,
            String runId,
            SortSettings settings,
            SortProgress progress,
            Runnable checkpoint) {
        this(
                schema,
                partitions,
                inputs,
                store,
                location,
                attempt,
                runId,
                ColumnRules.STRICT,
                settings,
                progress,
                checkpoint);
    }

    /** As above, and it reports to nobody and is not stopped. */
    public SortRequest(
            Schema schema,
            PartitionTree partitions,
            List<InputFile> inputs,
            FileStore store,
            TableLocation location,
            AttemptId attempt,
            String runId,
            SortSettings settings) {
        this(schema, partitions, inputs, store, location, attempt, runId, settings, SortProgress.NONE, () -> {});
    }

    /** @return rows of all inputs, by their footers */
    public long inputRows() {
        return inputs.stream().mapToLong(InputFile::rowCount).sum();
    }
}
