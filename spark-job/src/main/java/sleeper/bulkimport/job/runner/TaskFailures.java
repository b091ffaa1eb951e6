package sleeper.bulkimport.job.runner;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.ExceptionFailure;
import org.apache.spark.ExecutorLostFailure;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import sleeper.core.error.SleeperException;

/**
 * Hears from each task that failed why it did, as it was thrown there, and forgets it when another attempt at the task ends well.
 * Spark's own exception has its text alone. Safe for use by many threads.
 */
final class TaskFailures extends SparkListener {
    private SleeperException lasting;
    private final Map<String, SleeperException> unmended = new LinkedHashMap<>();

    @Override
    public void onTaskEnd(SparkListenerTaskEnd ended) {
        String task = ended.stageId() + "/" + ended.taskInfo().partitionId();
        if (ended.taskInfo().successful()) {
            mended(task);
        } else if (ended.reason() instanceof ExceptionFailure failure) {
            whyOf(failure).ifPresent(why -> add(task, why));
        } else if (ended.reason() instanceof ExecutorLostFailure lost) {
            SparkFaults.wantOf(lost.reason().getOrElse(() -> ""), null).ifPresent(why -> add(task, why));
        }
    }

    private static Optional<SleeperException> whyOf(ExceptionFailure failure) {
        Throwable thrown = failure.exception().getOrElse(() -> null);
        Optional<SleeperException> ours = SparkFaults.ours(thrown);
        // The name of the class is all that says so of an error that has no text.
        return ours.or(() -> SparkFaults.wantOf(failure.className() + ": " + failure.description(), thrown))
                .or(() -> SparkFaults.ofProgram(thrown));
    }

    private synchronized void mended(String task) {
        unmended.remove(task);
    }

    private synchronized void add(String task, SleeperException thrown) {
        unmended.remove(task);
        unmended.put(task, thrown);
        if (lasting == null && LastingFailure.isLasting(thrown)) {
            lasting = thrown;
        }
    }

    /** @return the first failure that another try at the task cannot mend */
    synchronized Optional<SleeperException> lasting() {
        return Optional.ofNullable(lasting);
    }

    /** @return the failure that explains the end of a job: a lasting one, else the newest of a task that has not ended well since */
    synchronized Optional<SleeperException> last() {
        return lasting().or(() -> unmended.values().stream().reduce((older, newer) -> newer));
    }
}
