package sleeper.bulkimport.job.runner;

import java.io.File;
import java.nio.file.Path;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;

/** Where a task's rows go that memory does not hold: into Spark's own local directories, in turn. */
public final class TaskSpill {
    private TaskSpill() {}

    /** @return an existing directory; what is made in it is the task's to take away */
    public static Path directory(TaskContext task) {
        File[] directories = SparkEnv.get().blockManager().diskBlockManager().localDirs();
        return directories[(int) Math.floorMod(task.taskAttemptId(), (long) directories.length)].toPath();
    }
}
