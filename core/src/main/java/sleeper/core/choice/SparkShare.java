package sleeper.core.choice;

import java.util.ArrayList;
import java.util.List;
import sleeper.core.partition.TaskTurn;
import sleeper.core.price.Engine;
import sleeper.core.util.Amounts;

/**
 * How the rows of a job are spread over the tasks of a Spark run, and whether what each executor has is enough. By the footers
 * alone: rows are taken to be spread evenly over the leaves.
 */
final class SparkShare {
    /** What the driver holds of each file and leaf: names, sizes, the plan's text while it is read. */
    private static final long DRIVER_BYTES_OF_ITEM = 4 << 10;

    /** What Spark's driver holds by itself. */
    private static final long DRIVER_BYTES = 256 << 20;

    private final Work work;
    private final Candidate candidate;
    private final SparkSize size;

    SparkShare(Work work, Candidate candidate, SparkSize size) {
        this.work = work;
        this.candidate = candidate;
        this.size = size;
    }

    /** @return bytes of rows that are sorted by one task if so many tasks run at a time */
    double bytesOfTask(int executors) {
        double leaf = 1.0 / candidate.leaves();
        if (candidate.engine() != Engine.COLUMNAR) {
            return leaf * work.decodedBytes();
        }
        double least = TaskTurn.leastShare(TaskTurn.LEAST_ROWS, TaskTurn.LEAST_BYTES, work.rows(), work.inputBytes());
        int ranges = TaskTurn.of(executors * size.cores(), least).rangesOf(leaf);
        return leaf / ranges * work.decodedBytes();
    }

    boolean spills(int executors) {
        return bytesOfTask(executors) > size.taskBytes();
    }

    /** @return why the disks of the machines are too small; none if they are not */
    List<String> diskObstacles(SparkRoom room) {
        double needed = (double) work.decodedBytes() * (spills(room.executors()) ? 2 : 1);
        return needed <= room.diskBytes()
                ? List.of()
                : List.of("Moving and sorting the rows takes up to " + Amounts.bytes((long) needed)
                        + " of disk, and " + Amounts.count(room.executors(), "executor") + " have "
                        + Amounts.bytes(room.diskBytes()) + ".");
    }

    /**
     * @param mostMemoryMib heap above which there is no such executor
     * @return what the job's own settings make slow or break
     */
    List<String> warnings(int executors, long mostMemoryMib) {
        List<String> warnings = new ArrayList<>();
        if (spills(executors)) {
            double bytes = bytesOfTask(executors);
            long memory = wholeGib(size.memoryMibFor(bytes));
            warnings.add("About " + Amounts.bytes((long) bytes) + (isCut(executors) ? " of a leaf" : ", a leaf,")
                    + " are sorted by one task, which has " + Amounts.bytes(size.taskBytes())
                    + " of memory in an executor of " + size.executorWords()
                    + ": they are sorted in runs on disk. "
                    + (memory <= mostMemoryMib
                            ? "Set spark.executor.memory to " + Amounts.sparkMemory(memory) + ", have"
                            : "Have")
                    + " fewer spark.executor.cores, or split the table into more leaves.");
        }
        long driverBytes = DRIVER_BYTES + DRIVER_BYTES_OF_ITEM * ((long) work.files() + candidate.leaves());
        long heap = (long) (size.driverMemoryMib() - SparkSize.RESERVED_MIB) << 20;
        if (driverBytes > heap) {
            warnings.add("The driver holds about " + Amounts.bytes(driverBytes) + " for "
                    + Amounts.count(work.files(), "file") + " and "
                    + Amounts.count(candidate.leaves(), "leaf", "leaves")
                    + ", and its heap is " + Amounts.sparkMemory(size.driverMemoryMib())
                    + ". Set spark.driver.memory to "
                    + Amounts.sparkMemory(wholeGib((driverBytes >> 20) + SparkSize.RESERVED_MIB)) + ".");
        }
        return warnings;
    }

    private boolean isCut(int executors) {
        return bytesOfTask(executors) < (double) work.decodedBytes() / candidate.leaves();
    }

    static long wholeGib(long mib) {
        return (mib + 1023) / 1024 * 1024;
    }
}
