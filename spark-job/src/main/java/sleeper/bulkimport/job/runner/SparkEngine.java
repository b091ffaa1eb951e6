package sleeper.bulkimport.job.runner;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.serializer.JavaSerializer;
import sleeper.bulkimport.job.hadoop.SourceFiles;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.error.RunFailedException;
import sleeper.core.table.DataFile;
import sleeper.core.table.WrittenFile;
import sleeper.run.Engine;
import sleeper.run.ProgressLines;
import sleeper.run.Work;
import sleeper.run.spark.SparkApplication;
import sleeper.sort.SortProgress;

/** The Spark job's engine: a Spark application for the one attempt, begun with it and stopped with it. */
public final class SparkEngine implements Engine {
    private static final String SERIALIZER = "spark.serializer";
    private static final String MASTER = "spark.master";
    /** Masters whose tasks run in the driver's process. */
    private static final String HERE = "local(\\[.*)?";
    /** How deep among the causes of an error Spark looks for one that ends the process. */
    private static final String DEADLY_ERRORS = "spark.executor.killOnFatalError.depth";

    private final Algorithm algorithm;
    private final Map<String, String> environment;
    private final SortProgress progress;

    /** @param environment names the instance, for the executors too */
    public SparkEngine(Algorithm algorithm, Map<String, String> environment) {
        this(algorithm, environment, ProgressLines.to(System.out));
    }

    /** @param progress told how it goes on */
    public SparkEngine(Algorithm algorithm, Map<String, String> environment, SortProgress progress) {
        this.algorithm = algorithm;
        this.environment = Map.copyOf(environment);
        this.progress = progress;
    }

    @Override
    public String name() {
        return "the Spark job";
    }

    @Override
    public List<WrittenFile> sort(Work work) {
        SparkConf conf = new SparkConf().setAppName("sleeper " + work.attempt());
        if (!conf.contains(MASTER)) {
            throw new InvalidRequestException(
                    "Attempt " + work.attempt() + " was not run.",
                    List.of(new Fault(
                            ErrorCode.UNKNOWN_PROPERTY,
                            MASTER,
                            "nothing",
                            "a cluster's address, or local[*]",
                            "Start the job with spark-submit, and name the cluster with --master.")));
        }
        setUpTasks(conf);
        LeftFiles left = LeftFiles.of(work);
        try {
            return sort(work, conf, left);
        } catch (Exception e) {
            // Spark throws checked exceptions that its methods do not declare.
            left.deleteAllBut(List.of());
            throw SparkFaults.explain(e, conf.get(MASTER));
        } catch (Error e) {
            left.deleteAllBut(List.of());
            throw e;
        }
    }

    /**
     * Records travel between tasks, which Kryo cannot make, and many clusters are set to Kryo. Where tasks run in this process, one
     * that finds too little memory ends itself alone, so that the run can tell.
     */
    private static void setUpTasks(SparkConf conf) {
        conf.set(SERIALIZER, JavaSerializer.class.getName());
        if (conf.get(MASTER).matches(HERE)) {
            conf.set(DEADLY_ERRORS, "0");
        }
    }

    /** Whatever Spark, its plug-ins and an algorithm have done with the rows on the way. */
    private static void requireAllRows(Work work, List<DataFile> files) {
        long written = files.stream().mapToLong(DataFile::rowCount).sum();
        long read = work.plan().inputRows();
        if (written != read) {
            Fault fault = Fault.of(
                    ErrorCode.INTERNAL,
                    "the Spark job",
                    written + " rows in its files",
                    read + " rows, as in its input");
            throw new RunFailedException(
                    "The rows of attempt " + work.attempt() + " are not all there.", List.of(fault));
        }
    }

    private List<WrittenFile> sort(Work work, SparkConf conf, LeftFiles left) {
        List<WrittenFile> files;
        boolean anyLeft;
        try (JavaSparkContext context = new JavaSparkContext(conf)) {
            SparkApplication application = new SparkApplication(
                    context.version(),
                    context.sc().applicationId(),
                    Optional.ofNullable(context.sc().uiWebUrl().getOrElse(() -> null)));
            System.out.println(application.line());
            Work resolved = new DriverSources(new SourceFiles(work.stores().files(), context.hadoopConfiguration()))
                    .resolve(work);
            SparkWork onSpark = new SparkWork(context, resolved, environment, progress);
            files = algorithm.sort(onSpark);
            requireAllRows(resolved, WrittenFile.files(files));
            anyLeft = onSpark.isAnyTaskInVain();
        }
        if (anyLeft) {
            left.deleteAllBut(WrittenFile.files(files));
        }
        return files;
    }
}
