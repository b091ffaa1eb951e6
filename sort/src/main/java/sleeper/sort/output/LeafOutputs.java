package sleeper.sort.output;

import java.io.Closeable;
import sleeper.core.partition.Partition;
import sleeper.sort.column.Batch;
import sleeper.sort.encode.EncodeTools;
import sleeper.sort.memory.MemoryPool;
import sleeper.sort.order.RowSorter;
import sleeper.sort.spill.SpillListener;

/**
 * Writes leaves, one after the other, with tools and buffers that are used again. For one thread, on which the outputs are used
 * too.
 */
public final class LeafOutputs implements Closeable {
    private final OutputTarget target;
    private final LeafSettings settings;
    private final MemoryPool memory;
    private final Runnable checkpoint;
    private final SpillListener spills;
    private final EncodeTools tools;
    private final RowSorter sorter;
    private final Batch batch;

    /**
     * @param memory     lends what the rows of a leaf take while they are collected and sorted
     * @param checkpoint called often; what it throws ends the output that is being written
     */
    public LeafOutputs(OutputTarget target, LeafSettings settings, MemoryPool memory, Runnable checkpoint) {
        this(target, settings, memory, checkpoint, SpillListener.NONE);
    }

    /**
     * As the other, for a host that counts what is spilled.
     *
     * @param spills told of each write of a run
     */
    public LeafOutputs(
            OutputTarget target, LeafSettings settings, MemoryPool memory, Runnable checkpoint, SpillListener spills) {
        this.target = target;
        this.settings = settings;
        this.memory = memory;
        this.checkpoint = checkpoint;
        this.spills = spills;
        this.tools = new EncodeTools(settings.write());
        this.sorter = new RowSorter(target.layout().keyCount());
        this.batch = target.layout().newBatch();
    }

    /**
     * Begins a leaf. To be closed before the next one is begun.
     *
     * @param leaf          a leaf of the table's tree; only rows of its region may be added
     * @param expectedBytes bytes that its extents will have together, about; 0 if nobody knows
     * @param expectedRows  rows of it, about; 0 if nobody knows
     */
    public LeafOutput begin(Partition leaf, long expectedBytes, long expectedRows) {
        return begin(leaf, 0, expectedBytes, expectedRows);
    }

    /**
     * As the other, for rows of a leaf that has other files of the same run.
     *
     * @param firstFile number that the first file gets; those of the others are less
     */
    public LeafOutput begin(Partition leaf, int firstFile, long expectedBytes, long expectedRows) {
        batch.clear();
        return new LeafOutput(this, leaf, firstFile, expectedBytes, expectedRows);
    }

    OutputTarget target() {
        return target;
    }

    LeafSettings settings() {
        return settings;
    }

    MemoryPool memory() {
        return memory;
    }

    Runnable checkpoint() {
        return checkpoint;
    }

    SpillListener spills() {
        return spills;
    }

    EncodeTools tools() {
        return tools;
    }

    RowSorter sorter() {
        return sorter;
    }

    Batch batch() {
        return batch;
    }

    @Override
    public void close() {
        tools.close();
    }
}
