package sleeper.core.util;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Does one thing to many values, several at a time: each waits for its store most of the time. */
public final class ManyAtOnce {
    private ManyAtOnce() {}

    /**
     * @param name of the threads
     * @param most threads at most; one or more
     * @return the results in the order of the values; the first failure in that order is thrown, and no more work starts
     */
    public static <T, R> List<R> map(String name, List<T> values, int most, Function<T, R> work) {
        if (values.isEmpty()) {
            return List.of();
        }
        ExecutorService threads =
                Executors.newFixedThreadPool(Math.min(most, values.size()), task -> daemon(task, name));
        try {
            List<Future<R>> running = values.stream()
                    .map(value -> threads.submit(() -> work.apply(value)))
                    .toList();
            List<R> results = new ArrayList<>();
            for (Future<R> each : running) {
                results.add(resultOf(each));
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    private static <R> R resultOf(Future<R> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) e.getCause();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while results were waited for", e);
        }
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
