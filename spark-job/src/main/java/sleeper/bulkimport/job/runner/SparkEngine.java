package sleeper.bulkimport.job.runner;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import sleeper.bulkimport.job.hadoop.SourceFiles;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.table.DataFile;
import sleeper.run.Engine;
import sleeper.run.ProgressLines;
import sleeper.run.Work;
import sleeper.run.spark.SparkApplication;
import sleeper.sort.SortProgress;

/** The Spark job's engine: a Spark application for the one attempt, begun with it and stopped with it. */
public final class SparkEngine implements Engine {
    private static final String MASTER = "spark.master";

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
    public List<DataFile> sort(Work work) {
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
        try (JavaSparkContext context = new JavaSparkContext(conf)) {
            SparkApplication application = new SparkApplication(
                    context.version(),
                    context.sc().applicationId(),
                    Optional.ofNullable(context.sc().uiWebUrl().getOrElse(() -> null)));
            System.out.println(application.line());
            Work resolved = new DriverSources(new SourceFiles(work.stores().files(), context.hadoopConfiguration()))
                    .resolve(work);
            return algorithm.sort(new SparkWork(context, resolved, environment, progress));
        }
    }
}
