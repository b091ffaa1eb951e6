package sleeper.statestore.util;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs work one after another on a thread of its own, which is there while there is work and keeps no process alive. For a
 * process that goes on after its callers have their answers. Safe for use by many threads.
 */
public final class BackgroundThread implements Executor, AutoCloseable {
    private final ThreadPoolExecutor threads;
    private final Duration wait;

    /**
     * @param name of the thread
     * @param wait longest that closing waits for work
     */
    public BackgroundThread(String name, Duration wait) {
        this.wait = wait;
        this.threads = new ThreadPoolExecutor(0, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Work that comes after closing is abandoned. */
    @Override
    public void execute(Runnable work) {
        try {
            threads.execute(work);
        } catch (RejectedExecutionException e) {
            // The process is ending, and whoever comes next does the work.
        }
    }

    /** Takes no more work, waits for what there is, and abandons what takes too long. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
