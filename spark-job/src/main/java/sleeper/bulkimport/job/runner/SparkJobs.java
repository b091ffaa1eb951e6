package sleeper.bulkimport.job.runner;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sleeper.core.error.SleeperException;
import sleeper.run.StopSignal;
import sleeper.sort.fault.Interrupts;

/**
 * Runs a run's Spark jobs, one at a time. While one runs it looks whether the run is to stop, whether a task has met what trying
 * again cannot mend, and whether there are executors; else the job's tasks are cancelled, and none is begun.
 */
final class SparkJobs {
    private static final Logger LOG = LoggerFactory.getLogger(SparkJobs.class);
    private static final long LOOK_MILLIS = 100;
    private static final long LONGEST_WAIT_MILLIS = 10_000;
    /** Looks that cancelled tasks may take to end. */
    private static final int MOST_LOOKS = (int) (LONGEST_WAIT_MILLIS / LOOK_MILLIS);

    private final JavaSparkContext context;
    private final StopSignal stop;
    private final ExecutorWatch executors;
    private final Runnable progress;
    private final TaskFailures failures = new TaskFailures();
    private final RunningTasks tasks = new RunningTasks();

    /**
     * @param executors is asked at each look whether the run goes on
     * @param progress  called at each look
     */
    SparkJobs(JavaSparkContext context, StopSignal stop, ExecutorWatch executors, Runnable progress) {
        this.context = context;
        this.stop = stop;
        this.executors = executors;
        this.progress = progress;
        context.sc().addSparkListener(failures);
        context.sc().addSparkListener(tasks);
    }

    /**
     * @param phase what people read of it in Spark's pages
     * @param rdd   makes the RDD, for which Spark may run jobs already
     * @return what the tasks give, in the order of the RDD's partitions
     * @throws SleeperException as the stop signal has it, or the task that failed; what Spark itself failed with is
     *                          explained by {@link SparkFaults}
     */
    <T> List<T> collect(String phase, Supplier<JavaRDD<T>> rdd) {
        stop.check();
        FutureTask<List<T>> job = new FutureTask<>(() -> {
            context.setJobDescription(phase);
            return rdd.get().collect();
        });
        Thread thread = new Thread(job, "spark-jobs");
        thread.setDaemon(true);
        thread.start();
        boolean ended = false;
        try {
            List<T> found = await(job);
            ended = true;
            return found;
        } finally {
            if (!ended) {
                Interrupts.deferredWhile(() -> end(job));
            }
            progress.run();
        }
    }

    private <T> List<T> await(Future<List<T>> job) {
        while (true) {
            try {
                return job.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                stop.check();
                failures.lasting().ifPresent(SparkJobs::raise);
                executors.check();
                progress.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw SparkFaults.explain(e, context.master());
            } catch (ExecutionException e) {
                stop.check();
                hearAll();
                throw failures.last().orElseGet(() -> SparkFaults.explain(e.getCause(), context.master()));
            }
        }
    }

    /** A job may have ended before all its tasks were heard of. */
    private void hearAll() {
        if (!hasHeardAll(LONGEST_WAIT_MILLIS)) {
            LOG.warn("Spark has not told of all tasks that ended within {} ms", LONGEST_WAIT_MILLIS);
        }
    }

    private boolean hasHeardAll(long millis) {
        try {
            context.sc().listenerBus().waitUntilEmpty(millis);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    /** Cancels until nothing runs: what makes an RDD may begin another job after one that was cancelled. */
    private void end(Future<?> job) {
        for (int look = 0; look < MOST_LOOKS && !context.sc().isStopped(); look++) {
            cancelAll();
            if (hasEnded(job)) {
                if (hasHeardAll(LOOK_MILLIS) && tasks.isNone()) {
                    return;
                }
                sleep();
            }
        }
        LOG.warn("Some tasks have not ended yet; they end with the application.");
    }

    private void cancelAll() {
        try {
            context.cancelAllJobs();
        } catch (IllegalStateException e) {
            LOG.info("The application has ended before its jobs were cancelled: {}", e.toString());
        }
    }

    private static boolean hasEnded(Future<?> job) {
        try {
            job.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private static void sleep() {
        try {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return whether there may have been attempts at tasks that do not count */
    boolean isAnyTaskInVain() {
        hearAll();
        return tasks.isAnyInVain();
    }

    private static void raise(SleeperException e) {
        throw e;
    }
}
