package sleeper.stepfunctions.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A loop with a thread of its own, in real time. */
public final class RealEventLoop implements EventLoop {
    private static final Logger LOG = LoggerFactory.getLogger(RealEventLoop.class);

    private final InstantSource clock;
    private final ScheduledThreadPoolExecutor executor;

    /** @param clock what time it is; timers wait for the difference between their instant and this clock's */
    public RealEventLoop(InstantSource clock) {
        this.clock = clock;
        this.executor = new ScheduledThreadPoolExecutor(1, runnable -> {
            Thread thread = new Thread(runnable, "event-loop");
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public InstantSource clock() {
        return clock;
    }

    @Override
    public void execute(Runnable action) {
        try {
            executor.execute(logged(action));
        } catch (RejectedExecutionException e) {
            LOG.debug("An action came after the loop was closed and was dropped");
        }
    }

    @Override
    public Timer schedule(Instant due, Runnable action) {
        long millis = Math.max(
                0, Duration.between(clock.instant(), due).plusNanos(999_999).toMillis());
        try {
            Future<?> future = executor.schedule(logged(action), millis, TimeUnit.MILLISECONDS);
            return () -> future.cancel(false);
        } catch (RejectedExecutionException e) {
            LOG.debug("A timer was set after the loop was closed and was dropped");
            return () -> {};
        }
    }

    @Override
    public <T> T call(Supplier<T> action) {
        return await(CompletableFuture.supplyAsync(action, executor));
    }

    @Override
    public <T> T await(CompletableFuture<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for the event loop", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new CompletionException(e.getCause());
        }
    }

    @Override
    public Work beginWork() {
        return () -> {};
    }

    /** Drops what is queued and waits for the action that is running. */
    @Override
    public void close() {
        executor.shutdownNow();
        try {
            if (!executor.awaitTermination(10, TimeUnit.SECONDS)) {
                LOG.warn("The event loop's last action did not end within 10 seconds");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Runnable logged(Runnable action) {
        return () -> {
            try {
                action.run();
            } catch (RuntimeException | Error e) {
                LOG.error("An action of the event loop failed", e);
            }
        };
    }
}
