package sleeper.bulkimport.job.runner;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import sleeper.core.job.JobPlan;
import sleeper.core.table.WrittenFile;
import sleeper.run.Work;
import sleeper.sort.SortProgress;

/** What the driver has of a run: the work to do, the context to do it in, and what is counted of it. */
public final class SparkWork {
    private static final String SHUFFLE_TASKS = "spark.sql.shuffle.partitions";
    private static final String PARALLELISM = "spark.default.parallelism";
    private static final String STORAGE_LEVEL = "spark.storage.level";
    private static final int TURNS = 4;

    private final JavaSparkContext context;
    private final Work work;
    private final Broadcast<TaskWork> shared;
    private final RowCounts counts;
    private final SparkJobs jobs;

    /**
     * @param environment names the instance, for the executors too
     * @param progress    told how it goes on
     */
    public SparkWork(JavaSparkContext context, Work work, Map<String, String> environment, SortProgress progress) {
        this.context = context;
        this.work = work;
        this.shared = context.broadcast(TaskWork.of(work, environment, context.hadoopConfiguration()));
        this.counts = RowCounts.in(context.sc());
        Progress told = new Progress(counts, progress, work.plan().inputRows());
        this.jobs = new SparkJobs(context, work.stop(), ExecutorWatch.of(context), told::look);
    }

    public JavaSparkContext context() {
        return context;
    }

    public JobPlan plan() {
        return work.plan();
    }

    /** @return what tasks are told, wherever they run */
    public Broadcast<TaskWork> shared() {
        return shared;
    }

    /** @return what tasks count */
    public RowCounts counts() {
        return counts;
    }

    /** @return tasks that run at a time, as far as the cluster has come up */
    public int tasks() {
        return Math.max(1, context.defaultParallelism());
    }

    /** @return most tasks that the rows are moved to: what the job sets for shuffles, else four for each that runs at a time */
    public int reduceTasks() {
        return Math.max(1, context.getConf().getInt(SHUFFLE_TASKS, TURNS * tasks()));
    }

    /** @return most tasks that the pairs of an RDD are moved to */
    public int tasksOfRdd() {
        return Math.max(1, context.getConf().getInt(PARALLELISM, TURNS * tasks()));
    }

    /** @return how rows are kept that are read more than once */
    public StorageLevel storageLevel() {
        return StorageLevel.fromString(context.getConf().get(STORAGE_LEVEL, "MEMORY_AND_DISK_SER"));
    }

    /** @return the files to read, dealt to map tasks */
    public JavaRDD<InputSplit> splits() {
        List<InputSplit> splits = InputSplits.of(plan().inputs(), tasks());
        return context.parallelize(splits, Math.max(1, splits.size()));
    }

    /**
     * Runs the tasks of an RDD and brings what they give to the driver, in the order of its partitions.
     *
     * @param phase what people read of it in Spark's pages
     * @param rdd   makes the RDD; all that has Spark run tasks for that, too
     * @throws sleeper.core.error.SleeperException as {@link SparkJobs#collect} has it
     */
    public <T> List<T> collect(String phase, Supplier<JavaRDD<T>> rdd) {
        return jobs.collect(phase, rdd);
    }

    /**
     * @param rdd makes the RDD, as for {@link #collect}
     * @return the files of a run's tasks, in the order of the leaves
     */
    public List<WrittenFile> write(Supplier<JavaRDD<WrittenFiles>> rdd) {
        return WrittenFiles.all(collect("write the leaves", rdd), plan().partitions());
    }

    /** @return whether tasks may have written files that are not among those that were given */
    boolean isAnyTaskInVain() {
        return jobs.isAnyTaskInVain();
    }
}
