package sleeper.bulkimport.job.runner;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sleeper.core.error.SleeperException;
import sleeper.run.StopSignal;

/**
 * Runs a run's Spark jobs, one at a time. While one runs it looks whether the run is to stop, and whether a task has met what
 * trying again cannot mend; the job's tasks are cancelled then, and none is begun.
 */
final class SparkJobs {
    private static final Logger LOG = LoggerFactory.getLogger(SparkJobs.class);
    private static final long LOOK_MILLIS = 100;
    private static final long LONGEST_WAIT_MILLIS = 10_000;

    private final JavaSparkContext context;
    private final StopSignal stop;
    private final Runnable progress;
    private final TaskFailures failures = new TaskFailures();

    /** @param progress called at each look */
    SparkJobs(JavaSparkContext context, StopSignal stop, Runnable progress) {
        this.context = context;
        this.stop = stop;
        this.progress = progress;
        context.sc().addSparkListener(failures);
    }

    /**
     * @param phase what people read of it in Spark's pages
     * @return what the tasks give, in the order of the RDD's partitions
     * @throws SleeperException as the stop signal has it, or the task that failed; what Spark itself failed with is
     *                          explained by {@link SparkFaults}
     */
    <T> List<T> collect(String phase, JavaRDD<T> rdd) {
        stop.check();
        context.setJobDescription(phase);
        JavaFutureAction<List<T>> job = rdd.collectAsync();
        boolean ended = false;
        try {
            List<T> found = await(job);
            ended = true;
            return found;
        } finally {
            progress.run();
            if (!ended) {
                job.cancel(true);
                context.cancelAllJobs();
            }
        }
    }

    private <T> List<T> await(JavaFutureAction<List<T>> job) {
        while (true) {
            try {
                return job.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                stop.check();
                failures.fatal().ifPresent(SparkJobs::raise);
                progress.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw SparkFaults.explain(e);
            } catch (ExecutionException e) {
                stop.check();
                throw told().orElseGet(() -> SparkFaults.explain(e.getCause()));
            }
        }
    }

    /** A job may have ended before all its tasks were heard of. */
    private Optional<SleeperException> told() {
        try {
            context.sc().listenerBus().waitUntilEmpty(LONGEST_WAIT_MILLIS);
        } catch (TimeoutException e) {
            LOG.warn("Spark has not told of all tasks that ended: {}", e.toString());
        }
        return failures.last();
    }

    private static void raise(SleeperException e) {
        throw e;
    }
}
