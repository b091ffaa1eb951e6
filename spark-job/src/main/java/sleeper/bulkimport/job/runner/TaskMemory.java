package sleeper.bulkimport.job.runner;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.spark.TaskContext;
import org.apache.spark.memory.MemoryConsumer;
import org.apache.spark.memory.MemoryMode;
import org.apache.spark.memory.TaskMemoryManager;
import sleeper.core.util.Require;
import sleeper.sort.memory.MemoryHolder;
import sleeper.sort.memory.MemoryLease;
import sleeper.sort.memory.MemoryPool;

/**
 * The kernel's memory on a Spark task: each lease is a consumer of the task's memory manager, which weighs it against those of
 * other tasks, and calls it back when it needs the room.
 */
public final class TaskMemory implements MemoryPool {
    private static final int PAGES_SURE = 4;

    private final TaskMemoryManager manager;

    private TaskMemory(TaskMemoryManager manager) {
        this.manager = manager;
    }

    /** @return the memory of the task that this thread runs */
    public static TaskMemory of(TaskContext task) {
        return new TaskMemory(task.taskMemoryManager());
    }

    /**
     * @return bytes that Spark grants the task in the end, however much others hold: half of its share. Spark makes a page an eighth
     *     to a sixteenth of the share, and tells nothing else of it
     */
    public long sureBytes() {
        return PAGES_SURE * manager.pageSizeBytes();
    }

    @Override
    public MemoryLease lease(MemoryHolder holder) {
        return new Consumer(manager, holder);
    }

    /** Spark counts what it grants; what is returned here is checked, since Spark would believe it. */
    private static final class Consumer extends MemoryConsumer implements MemoryLease {
        private final MemoryHolder holder;

        Consumer(TaskMemoryManager manager, MemoryHolder holder) {
            super(manager, MemoryMode.ON_HEAP);
            this.holder = Require.notNull("holder", holder);
        }

        @Override
        public long acquire(long bytes) throws IOException {
            Require.atLeast("bytes", bytes, 0);
            try {
                return bytes == 0 ? 0 : acquireMemory(bytes);
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }

        @Override
        public void release(long bytes) {
            if (bytes < 0 || bytes > getUsed()) {
                throw new IllegalArgumentException(bytes + " bytes cannot be returned of the " + getUsed() + " held");
            }
            freeMemory(bytes);
        }

        @Override
        public long heldBytes() {
            return getUsed();
        }

        @Override
        public void close() {
            freeMemory(getUsed());
        }

        @Override
        public long spill(long bytes, MemoryConsumer asking) throws IOException {
            return holder.giveBack(bytes);
        }

        @Override
        public String toString() {
            return holder.getClass().getSimpleName();
        }
    }
}
