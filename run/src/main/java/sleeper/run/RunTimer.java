package sleeper.run;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Port: has things done beside a run, until it is closed. */
public interface RunTimer extends AutoCloseable {
    /** Does the task again and again, the first time after one interval. */
    void every(Duration interval, Runnable task);

    /** Does the task once. */
    void after(Duration delay, Runnable task);

    @Override
    void close();

    /** @return a timer with a thread of its own, by the real clock */
    static RunTimer start() {
        ScheduledExecutorService threads = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "run-timer");
            thread.setDaemon(true);
            return thread;
        });
        return new RunTimer() {
            @Override
            public void every(Duration interval, Runnable task) {
                ScheduledFuture<?> unused = threads.scheduleWithFixedDelay(
                        task, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
            }

            @Override
            public void after(Duration delay, Runnable task) {
                ScheduledFuture<?> unused = threads.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
            }

            @Override
            public void close() {
                threads.shutdownNow();
            }
        };
    }
}
