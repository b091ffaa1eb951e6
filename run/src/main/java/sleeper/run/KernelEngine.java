package sleeper.run;

import java.util.List;
import sleeper.core.table.WrittenFile;
import sleeper.sort.PartitionedSort;
import sleeper.sort.SortProgress;
import sleeper.sort.SortRequest;
import sleeper.sort.schema.ColumnRules;

/**
 * The ingest task's engine: the kernel, in this process alone.
 *
 * @param progress told how it goes on
 */
public record KernelEngine(SortProgress progress) implements Engine {
    @Override
    public String name() {
        return "the ingest task";
    }

    @Override
    public List<WrittenFile> sort(Work work) {
        return PartitionedSort.run(new SortRequest(
                work.plan().schema(),
                work.plan().partitions(),
                work.plan().inputs(),
                work.stores().files(),
                work.location(),
                work.attempt(),
                work.runId(),
                ColumnRules.of(work.settings()),
                RunSettings.ofTask(work.settings(), work.spill(), Runtime.getRuntime()),
                progress,
                work.stop()::check));
    }
}
