package sleeper.sort;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import sleeper.core.error.CancelledException;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.RunFailedException;
import sleeper.sort.fault.Interrupts;

/**
 * Runs the same work in several threads and stops all when one fails or the caller is interrupted; a single one is the caller's.
 *
 * <p>Invariant: when {@link #run} ends, however it ends, no thread of it is alive. Threads are asked to stop and not interrupted:
 * a store's call that is broken off may still take effect later, when nobody looks any more.
 */
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

    /**
     * Called between steps of work.
     *
     * @throws CancellationException if another thread failed
     * @throws CancelledException    if this thread, being the caller's, is interrupted
     */
    void check() {
        if (failure.get() != null) {
            throw new CancellationException("another thread failed");
        }
        Interrupts.check();
    }

    /**
     * Returns when all threads have ended. Throws what the first thread that failed threw.
     *
     * @throws CancelledException if the caller was interrupted before all threads ended, and none failed before; it stays
     *                            interrupted
     */
    void run(Work work) throws Exception {
        if (threads == 1) {
            guarded(work);
        } else {
            runInThreads(work);
        }
        if (Thread.currentThread().isInterrupted()) {
            failure.compareAndSet(null, Interrupts.cancelled(null));
        }
        rethrow();
    }

    private void runInThreads(Work work) {
        List<Thread> started = new ArrayList<>();
        boolean interrupted = false;
        try {
            for (int i = 0; i < threads; i++) {
                Thread thread = new Thread(() -> guarded(work), "sleeper-sort");
                thread.setDaemon(true);
                thread.start();
                started.add(thread);
            }
        } catch (OutOfMemoryError e) {
            // The system has no room for another thread: those that run are stopped and awaited.
            failure.compareAndSet(null, e);
        } finally {
            for (Thread thread : started) {
                interrupted |= awaitEnd(thread);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return whether the caller was interrupted meanwhile, which stops the work and does not end the waiting */
    private boolean awaitEnd(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
                failure.compareAndSet(null, Interrupts.cancelled(e));
            }
        }
        return interrupted;
    }

    @SuppressWarnings("CatchAndPrintStackTrace")
    private void guarded(Work work) {
        try {
            check();
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
