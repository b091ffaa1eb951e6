package sleeper.sort;

import java.io.IOException;
import java.util.List;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.SleeperException;
import sleeper.core.error.TransientFailureException;
import sleeper.core.table.DataFile;
import sleeper.sort.partition.BlockStore;
import sleeper.sort.partition.LeafFinder;
import sleeper.sort.partition.SpillFile;
import sleeper.sort.schema.TableLayout;

/**
 * Reads Parquet files and writes their rows, sorted, to one file for each leaf partition that has any. In two halves: rows are
 * read and moved to blocks by partition, which spill to disk beyond the memory budget; then each partition is brought together,
 * sorted and written.
 */
public final class PartitionedSort {
    private PartitionedSort() {}

    /**
     * @return the files, durable, in the order of the leaves; a leaf without rows has none
     * @throws SleeperException as the input, the disk or the checkpoint has it; files written by then are removed
     */
    public static List<DataFile> run(SortRequest request) {
        TableLayout layout = new TableLayout(request.schema());
        int leafCount = request.partitions().leaves().size();
        SortSettings settings = request.settings();
        ProgressReport progress = new ProgressReport(request.progress(), request.inputRows());
        SpillFile spill = new SpillFile(settings.spillDirectory());
        try (BlockStore store = new BlockStore(leafCount, settings.blockBytes(), spill)) {
            RowSink sink = new RowSink(
                    layout, LeafFinder.of(request.partitions()), leafCount, store, settings.batchBytes(), progress);
            new InputPhase(request, sink, new Workers(settings.threads())).run();
            return SortedOutput.write(request, layout, store, progress);
        } catch (SleeperException e) {
            throw e;
        } catch (IOException e) {
            throw new TransientFailureException(
                    "The sort stopped.",
                    List.of(Fault.of(ErrorCode.UNAVAILABLE, "the sort's files", e.toString(), "")),
                    e);
        } catch (Exception e) {
            throw e instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(e);
        }
    }
}
