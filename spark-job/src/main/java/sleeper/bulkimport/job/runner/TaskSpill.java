package sleeper.bulkimport.job.runner;

import java.io.File;
import java.nio.file.Path;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.executor.TaskMetrics;
import sleeper.sort.spill.SpillFile;
import sleeper.sort.spill.SpillListener;

/** Where a task's rows go that memory does not hold: into Spark's own local directories, in turn, and into Spark's own counts. */
public final class TaskSpill {
    private TaskSpill() {}

    /** @return an existing directory; what is made in it is the task's to take away */
    public static Path directory(TaskContext task) {
        File[] directories = SparkEnv.get().blockManager().diskBlockManager().localDirs();
        return directories[(int) Math.floorMod(task.taskAttemptId(), (long) directories.length)].toPath();
    }

    /** @return adds to what Spark shows of the task as spilled, of memory and on disk; for the task's thread */
    public static SpillListener counts(TaskContext task) {
        TaskMetrics metrics = task.taskMetrics();
        return bytes -> {
            metrics.incMemoryBytesSpilled(bytes);
            metrics.incDiskBytesSpilled(bytes);
        };
    }

    /** @return a file in {@link #directory} that {@link #counts} what is written to it */
    public static SpillFile file(TaskContext task) {
        return new SpillFile(directory(task), counts(task));
    }
}
