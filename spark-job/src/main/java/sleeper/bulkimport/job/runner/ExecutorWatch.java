package sleeper.bulkimport.job.runner;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaSparkContext;
import sleeper.bulkimport.job.runner.kubernetes.ExecutorPods;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.TransientFailureException;

/**
 * Gives a run up that has had no executor for long. On Kubernetes, Spark waits for ever for pods whose image cannot be pulled, that no
 * node has room for, or that do not find their driver; Kubernetes is asked for its reasons before the run is given up. On YARN a run may
 * have to wait for machines, and nothing is given up there; in one process nothing is waited for.
 */
final class ExecutorWatch {
    /** With the time that the driver's own pod takes to start, people are told within five minutes. */
    static final Duration LONGEST_WITHOUT = Duration.ofMinutes(4);

    /** The driver's end is not to wait long for an API server that is away. */
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(15);

    /** Property of Spark that sets another time. A job's {@code sparkConf} may hold it only where the operator allows it. */
    private static final String WAIT = "spark.sleeper.executor.wait";

    private static final String KUBERNETES = "k8s://";

    private final String master;
    private final Duration longestWithout;
    private final BooleanSupplier anyExecutor;
    private final Supplier<String> whyNone;
    private final LongSupplier nanoTime;
    private long lastSeenNanos;

    /**
     * @param master         address of the cluster
     * @param longestWithout when the run is given up
     * @param anyExecutor    whether an executor is registered now
     * @param whyNone        is asked once, before the run is given up; never throws
     * @param nanoTime       the time, of which only differences count
     */
    ExecutorWatch(
            String master,
            Duration longestWithout,
            BooleanSupplier anyExecutor,
            Supplier<String> whyNone,
            LongSupplier nanoTime) {
        this.master = master;
        this.longestWithout = longestWithout;
        this.anyExecutor = anyExecutor;
        this.whyNone = whyNone;
        this.nanoTime = nanoTime;
        this.lastSeenNanos = nanoTime.getAsLong();
    }

    static ExecutorWatch of(JavaSparkContext context) {
        // The driver is one of those that are told of.
        BooleanSupplier anyExecutor = () -> context.sc().statusTracker().getExecutorInfos().length > 1;
        ReasonAsked whyNone = new ReasonAsked(() -> ExecutorPods.whyNotThere(context.sc()), LONGEST_ANSWER);
        Duration longestWithout =
                Duration.ofSeconds(context.getConf().getTimeAsSeconds(WAIT, LONGEST_WITHOUT.toSeconds() + "s"));
        return new ExecutorWatch(context.master(), longestWithout, anyExecutor, whyNone, System::nanoTime);
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
        if (without.compareTo(longestWithout) >= 0) {
            throw new TransientFailureException(
                    "The sort was given up.",
                    List.of(new Fault(
                            ErrorCode.TIMED_OUT,
                            "the Spark job",
                            "no executor for " + without.toSeconds() + " s; " + whyNone.get(),
                            "an executor within " + longestWithout.toSeconds() + " s",
                            "Mend what Kubernetes names: the image must be one that can be pulled, quota and nodes must have room for"
                                    + " the pod, and the pod must reach the driver's. Then retry the job; while it runs, 'kubectl"
                                    + " describe pods -l spark-role=executor' has more.")));
        }
    }
}
