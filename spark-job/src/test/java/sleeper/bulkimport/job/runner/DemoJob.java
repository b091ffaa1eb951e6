package sleeper.bulkimport.job.runner;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import sleeper.core.file.FilePath;
import sleeper.core.job.AttemptId;
import sleeper.core.partition.PartitionTree;
import sleeper.run.KernelEngine;
import sleeper.run.spark.SparkCommand;
import sleeper.run.spark.SparkHome;
import sleeper.run.spark.SparkMaster;
import sleeper.run.spark.SparkSubmit;
import sleeper.sort.SortProgress;
import sleeper.sort.demo.DemoData;

/** A job of example rows that the ingest task has done, and Spark is to do in processes of its own. */
final class DemoJob {
    static final AttemptId OF_SPARK = JobHome.attempt("spark", 1);
    private static final AttemptId OF_TASK = JobHome.attempt("task", 1);
    private static final int LEAVES = 16;
    private static final PartitionTree TREE = DemoData.partitions(LEAVES);

    private final Path folder;
    private final JobHome home;
    private final SparkHome spark;

    private DemoJob(Path folder, JobHome home, SparkHome spark) {
        this.folder = folder;
        this.home = home;
        this.spark = spark;
    }

    /** @param folder for all that is made */
    static DemoJob plan(Path folder, int rows) throws IOException {
        JobHome home = new JobHome(folder.resolve("home"), DemoData.SCHEMA, TREE);
        for (FilePath file :
                new DemoData(rows, 8, 20_000, 1).write(home.instance().files(), new FilePath("in", "demo"), 2)) {
            home.add(file);
        }
        home.plan(OF_TASK);
        if (!home.run(OF_TASK, new KernelEngine(SortProgress.NONE))) {
            throw new IllegalStateException(home.faults(OF_TASK).toString());
        }
        home.plan(OF_SPARK);
        return new DemoJob(folder, home, SparkRuns.home(SparkRuns.major()));
    }

    /** @return Spark of this build's version */
    SparkHome spark() {
        return spark;
    }

    /** @return the folder of its event logs, which are plain texts */
    Path eventLogs() {
        return folder.resolve("events");
    }

    /** @return a file for the output of a process */
    Path log(String name) {
        return folder.resolve(name + ".log");
    }

    JobHome home() {
        return home;
    }

    /** @return starts the job, which makes a task for each leaf */
    SparkCommand command(SparkMaster master, String className) {
        return command(submit(master, home.environment()), className);
    }

    /**
     * @param environment names the instance
     * @return has the job make a task for each leaf
     */
    SparkSubmit submit(SparkMaster master, Map<String, String> environment) {
        return new SparkSubmit(spark, master, folder.resolve("scratch"))
                .eventLogs(eventLogs())
                .property("spark.eventLog.compress", "false")
                .property("spark.sql.shuffle.partitions", Integer.toString(LEAVES))
                .property("spark.shuffle.io.retryWait", "500ms")
                .environment(environment);
    }

    SparkCommand command(SparkSubmit submit, String className) {
        return submit.command(
                SparkRuns.jar(), className, List.of(OF_SPARK.jobId().value(), Integer.toString(OF_SPARK.number())));
    }

    /** Asserts that Spark and the ingest task have given the same table. */
    void assertSameTable() {
        SameRows.assertSame(home, DemoData.SCHEMA, TREE, home.manifest(OF_SPARK), home.manifest(OF_TASK));
    }
}
