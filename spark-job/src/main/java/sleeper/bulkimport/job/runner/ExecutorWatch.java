package sleeper.bulkimport.job.runner;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.apache.spark.api.java.JavaSparkContext;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.TransientFailureException;

/**
 * Gives a run up that has had no executor for long. On Kubernetes, Spark waits for ever for pods whose image cannot be pulled, that no
 * node has room for, or that do not find their driver. On YARN a run may have to wait for machines, and nothing is given up there; in one
 * process nothing is waited for.
 */
final class ExecutorWatch {
    /** With the time that the driver's own pod takes to start, people are told within five minutes. */
    static final Duration LONGEST_WITHOUT = Duration.ofMinutes(4);

    private static final String KUBERNETES = "k8s://";

    private final String master;
    private final BooleanSupplier anyExecutor;
    private final LongSupplier nanoTime;
    private long lastSeenNanos;

    /**
     * @param master      address of the cluster
     * @param anyExecutor whether an executor is registered now
     * @param nanoTime    the time, of which only differences count
     */
    ExecutorWatch(String master, BooleanSupplier anyExecutor, LongSupplier nanoTime) {
        this.master = master;
        this.anyExecutor = anyExecutor;
        this.nanoTime = nanoTime;
        this.lastSeenNanos = nanoTime.getAsLong();
    }

    static ExecutorWatch of(JavaSparkContext context) {
        // The driver is one of those that are told of.
        BooleanSupplier anyExecutor = () -> context.sc().statusTracker().getExecutorInfos().length > 1;
        return new ExecutorWatch(context.master(), anyExecutor, System::nanoTime);
    }

    /**
     * To be called often while Spark has tasks to run.
     *
     * @throws TransientFailureException if there has been no executor for too long
     */
    void check() {
        if (!master.startsWith(KUBERNETES) || anyExecutor.getAsBoolean()) {
            lastSeenNanos = nanoTime.getAsLong();
            return;
        }
        Duration without = Duration.ofNanos(nanoTime.getAsLong() - lastSeenNanos);
        if (without.compareTo(LONGEST_WITHOUT) >= 0) {
            throw new TransientFailureException(
                    "The sort was given up.",
                    List.of(new Fault(
                            ErrorCode.TIMED_OUT,
                            "the Spark job",
                            "no executor for " + without.toSeconds() + " s",
                            "an executor within " + LONGEST_WITHOUT.toSeconds() + " s",
                            "See why with 'kubectl describe pods -l spark-role=executor' while the job runs: the image must be one"
                                    + " that can be pulled, a node must have room for it, and the pod must reach the driver's. Then"
                                    + " retry the job.")));
        }
    }
}
