package sleeper.local.task.spark;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import sleeper.run.spark.SparkApplication;

/** A run of Spark, from when it is asked for to its end. */
public interface SparkRun {
    /** @return completes when it waits for its turn; never, if it need not */
    CompletableFuture<Void> queued();

    /** @return completes when its driver runs; never, if that does not come to be */
    CompletableFuture<SparkStart> begun();

    /** @return completes when it is over, however that came, and never with a failure */
    CompletableFuture<SparkEnd> ended();

    /** @return completes when the driver has told of its application; never, if it does not */
    CompletableFuture<SparkApplication> application();

    /** Ends it: what waits for its turn leaves the queue, a driver is asked to stop and ended if it does not. Returns at once. */
    void stop();

    /** @return the application, as far as it is known yet */
    default Optional<SparkApplication> knownApplication() {
        return Optional.ofNullable(application().getNow(null));
    }
}
