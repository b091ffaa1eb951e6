package sleeper.statestore.util;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs work one after another on a thread of its own, which is there while there is work. The end of the process waits a little
 * for work that has begun or waits, and then abandons it. Safe for use by many threads.
 */
public final class BackgroundThread implements Executor {
    private final ThreadPoolExecutor threads;

    /**
     * @param name of the thread
     * @param wait longest that the end of the process waits
     */
    public BackgroundThread(String name, Duration wait) {
        this.threads = new ThreadPoolExecutor(0, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        });
        Runtime.getRuntime().addShutdownHook(new Thread(() -> finish(wait), name + "-end"));
    }

    /** Work that comes while the process ends is abandoned. */
    @Override
    public void execute(Runnable work) {
        try {
            threads.execute(work);
        } catch (RejectedExecutionException e) {
            // The process is ending, and whoever comes next does the work.
        }
    }

    /**
     * Takes no more work, and waits for what there is.
     *
     * @return whether all of it was done
     */
    public boolean finish(Duration wait) {
        threads.shutdown();
        try {
            return threads.awaitTermination(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
