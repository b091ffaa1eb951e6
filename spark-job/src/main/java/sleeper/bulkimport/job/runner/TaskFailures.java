package sleeper.bulkimport.job.runner;

import java.util.Optional;
import org.apache.spark.ExceptionFailure;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import scala.Option;
import sleeper.core.error.SleeperException;
import sleeper.core.error.TransientFailureException;

/** Hears from each task that failed why it did, as it was thrown there. Spark's own exception has its text alone. */
final class TaskFailures extends SparkListener {
    private SleeperException fatal;
    private SleeperException last;

    @Override
    public synchronized void onTaskEnd(SparkListenerTaskEnd ended) {
        if (ended.reason() instanceof ExceptionFailure failure) {
            Option<Throwable> thrown = failure.exception();
            if (thrown.isDefined()) {
                causeOf(thrown.get()).ifPresent(this::add);
            }
        }
    }

    private void add(SleeperException thrown) {
        last = thrown;
        if (fatal == null && !(thrown instanceof TransientFailureException)) {
            fatal = thrown;
        }
    }

    private static Optional<SleeperException> causeOf(Throwable thrown) {
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            if (each instanceof SleeperException found) {
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }

    /** @return the first failure that another try at the task cannot mend */
    synchronized Optional<SleeperException> fatal() {
        return Optional.ofNullable(fatal);
    }

    /** @return the failure that explains the end of a job: a fatal one, else the newest */
    synchronized Optional<SleeperException> last() {
        return fatal().or(() -> Optional.ofNullable(last));
    }
}
