package sleeper.aws.request;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Has several requests under way, each on a thread of its executor. Its own threads keep no process alive, and end when they have had
 * nothing to do for a while.
 */
public final class InFlight {
    /** Enough that waiting for far answers costs little, few enough for the sockets and the memory of a task. */
    public static final int MOST = 8;

    private static final long IDLE_SECONDS = 10;

    private final Executor threads;

    /** Threads of its own. */
    public InFlight() {
        this(ownThreads());
    }

    /** @param threads run every task, now or later */
    public InFlight(Executor threads) {
        this.threads = threads;
    }

    private static Executor ownThreads() {
        ThreadPoolExecutor own = new ThreadPoolExecutor(
                MOST, MOST, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "aws-request");
                    thread.setDaemon(true);
                    return thread;
                });
        own.allowCoreThreadTimeOut(true);
        return own;
    }

    /** @param task does not wait for another of these tasks */
    public <T> Future<T> start(Callable<T> task) {
        FutureTask<T> future = new FutureTask<>(task);
        threads.execute(future);
        return future;
    }

    /**
     * Runs all, and returns when all have ended.
     *
     * @throws Exception how the first of them failed
     */
    public <T> List<T> all(List<? extends Callable<T>> tasks) throws Exception {
        if (tasks.size() == 1) {
            return List.of(tasks.get(0).call());
        }
        List<Future<T>> started = new ArrayList<>();
        tasks.forEach(task -> started.add(start(task)));
        List<T> results = new ArrayList<>();
        Exception failed = null;
        for (Future<T> one : started) {
            try {
                results.add(await(one));
            } catch (Exception e) {
                failed = failed == null ? e : failed;
            }
        }
        if (failed != null) {
            throw failed;
        }
        return results;
    }

    /** As {@link #all}, of tasks that throw nothing checked. */
    public <T> List<T> allOf(List<Supplier<T>> tasks) {
        List<Callable<T>> calls = new ArrayList<>();
        tasks.forEach(task -> calls.add(task::get));
        try {
            return all(calls);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits whatever happens: an interrupt stays set for the caller. */
    public static <T> T await(Future<T> task) throws Exception {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
