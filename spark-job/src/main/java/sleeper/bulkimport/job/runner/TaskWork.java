package sleeper.bulkimport.job.runner;

import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.util.SerializableConfiguration;
import sleeper.bulkimport.job.hadoop.SourceFiles;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FileStore;
import sleeper.core.job.InputFile;
import sleeper.core.job.JobPlan;
import sleeper.core.job.TableLocation;
import sleeper.core.job.json.JobPlanJson;
import sleeper.core.settings.Settings;
import sleeper.run.RealSurroundings;
import sleeper.run.RunSettings;
import sleeper.run.Work;
import sleeper.sort.encode.WriteSettings;
import sleeper.sort.output.OutputTarget;
import sleeper.sort.schema.ColumnRules;
import sleeper.sort.schema.TableLayout;
import sleeper.statestore.instance.InstanceStores;

/**
 * What the tasks of a run are told, once for each executor. What it is read into is made on the executor when a task first asks,
 * and kept for those after it.
 */
public final class TaskWork implements Serializable {
    private static final long serialVersionUID = 1L;

    private final TreeMap<String, String> environment;
    private final SerializableConfiguration hadoop;
    private final String plan;
    private final String bucket;
    private final String runId;
    private transient volatile Opened opened;

    /** What an executor keeps. */
    private record Opened(JobPlan plan, FileStore store, TableLayout layout) {}

    private TaskWork(
            Map<String, String> environment,
            SerializableConfiguration hadoop,
            JobPlan plan,
            String bucket,
            String runId) {
        this.hadoop = hadoop;
        this.environment = new TreeMap<>(environment);
        this.plan = JobPlanJson.write(plan);
        this.bucket = bucket;
        this.runId = runId;
    }

    /** @param hadoop says how input files outside buckets are reached */
    static TaskWork of(Work work, Map<String, String> environment, Configuration hadoop) {
        return new TaskWork(
                environment,
                new SerializableConfiguration(hadoop),
                work.plan(),
                work.location().bucket(),
                work.runId());
    }

    private Opened opened() {
        Opened found = opened;
        if (found == null) {
            synchronized (this) {
                found = opened == null ? open() : opened;
                opened = found;
            }
        }
        return found;
    }

    private Opened open() {
        JobPlan read = JobPlanJson.read(plan);
        FileStore store = InstanceStores.open(environment, RealSurroundings.get())
                .orElseThrow(() -> new IllegalStateException("the driver found an instance, and the executor does not"))
                .files();
        return new Opened(read, new SourceFiles(store, hadoop.value()), new TableLayout(read.schema()));
    }

    public JobPlan plan() {
        return opened().plan();
    }

    public FileStore store() {
        return opened().store();
    }

    /** @return an input file as the store has it */
    public FileInfo info(InputFile file) {
        return new FileInfo(file.path(), file.version());
    }

    public TableLayout layout() {
        return opened().layout();
    }

    public ColumnRules columns() {
        return ColumnRules.of(Settings.ofMap(plan().settings()));
    }

    public WriteSettings writeSettings() {
        return RunSettings.writeSettings(Settings.ofMap(plan().settings()));
    }

    /**
     * @return where a task attempt writes: under a run id of its own, so that of two attempts at a task neither meets the other's
     *     files
     */
    public OutputTarget target(TaskContext task) {
        String ownRunId = runIdOfTasks(runId) + Long.toString(task.taskAttemptId(), Character.MAX_RADIX);
        return new OutputTarget(layout(), store(), location(), plan().attempt(), ownRunId);
    }

    /** @return what the run ids begin with under which a run's tasks write */
    static String runIdOfTasks(String runId) {
        return runId + "t";
    }

    /** @return the table */
    public TableLocation location() {
        return new TableLocation(bucket, plan().table());
    }

    /** @return the run that the tasks are of */
    public String runId() {
        return runId;
    }
}
