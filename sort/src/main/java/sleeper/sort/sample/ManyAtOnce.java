package sleeper.sort.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Does one thing to many values, several at a time: each waits for its store most of the time. */
final class ManyAtOnce {
    private ManyAtOnce() {}

    /**
     * @param most threads at most; one or more
     * @return the results in the order of the values; the first failure in that order is thrown, and no more work starts
     */
    static <T, R> List<R> map(List<T> values, int most, Function<T, R> work) {
        if (values.isEmpty()) {
            return List.of();
        }
        ExecutorService threads = Executors.newFixedThreadPool(Math.min(most, values.size()), ManyAtOnce::daemon);
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
            throw new IllegalStateException("interrupted while keys were sampled", e);
        }
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "key-sample");
        thread.setDaemon(true);
        return thread;
    }
}
