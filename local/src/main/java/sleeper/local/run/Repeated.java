package sleeper.local.run;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import sleeper.stepfunctions.time.EventLoop;

/**
 * Work that is done again and again for as long as the services run, also after it has failed.
 *
 * @param loop      its time
 * @param interval  from the end of one turn to the beginning of the next
 * @param threads   where it is done
 * @param onFailure is told of each failure
 */
record Repeated(EventLoop loop, Duration interval, Executor threads, Runnable work, Consumer<Throwable> onFailure) {
    /** Begins with it at once. */
    void start() {
        loop.execute(this::doAndGoOn);
    }

    private void doAndGoOn() {
        CompletableFuture<Void> unused = CompletableFuture.runAsync(work, threads)
                .handle((nothing, failure) -> {
                    if (failure != null) {
                        onFailure.accept(failure);
                    }
                    loop.schedule(loop.clock().instant().plus(interval), this::doAndGoOn);
                    return null;
                });
    }
}
