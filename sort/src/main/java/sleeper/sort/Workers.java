package sleeper.sort;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.RunFailedException;

/** Runs the same work in several threads and stops all when one fails. */
final class Workers {
    private final int threads;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    Workers(int threads) {
        this.threads = threads;
    }

    /** What each thread does. */
    interface Work {
        void run() throws Exception;
    }

    /** Called between steps of work. @throws CancellationException if another thread failed */
    void check() {
        if (failure.get() != null) {
            throw new CancellationException("another thread failed");
        }
    }

    /** Returns when all threads are done. Throws what the first thread that failed threw. */
    void run(Work work) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "sleeper-sort");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                running.add(pool.submit(() -> guarded(work)));
            }
            for (Future<?> each : running) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            failure.compareAndSet(null, e);
            Thread.currentThread().interrupt();
        } finally {
            pool.shutdownNow();
        }
        rethrow();
    }

    @SuppressWarnings("CatchAndPrintStackTrace")
    private void guarded(Work work) {
        try {
            work.run();
        } catch (Throwable e) {
            failure.compareAndSet(null, e);
        }
    }

    private void rethrow() throws Exception {
        Throwable thrown = failure.get();
        if (thrown instanceof OutOfMemoryError) {
            throw new RunFailedException(
                    "Sorting stopped.",
                    List.of(Fault.of(ErrorCode.OUT_OF_MEMORY, "the sort", String.valueOf(thrown.getMessage()), "")),
                    thrown);
        }
        if (thrown instanceof Error error) {
            throw error;
        }
        if (thrown != null) {
            throw (Exception) thrown;
        }
    }
}
